"""The sheets of 校验报告.xlsx, one module each; `validation_report` puts them together."""
