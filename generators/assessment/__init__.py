"""What is written for an assessed period: the departments' workbooks, 评价.xlsx, the papers."""
