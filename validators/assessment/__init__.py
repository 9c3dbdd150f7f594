"""What comes back from the departments in an assessed period: 初核/ and 认定/ (contract section 7)."""
