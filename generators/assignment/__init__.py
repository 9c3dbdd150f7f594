"""The papers of the breakdown itself, which the command `assign` writes: 任务分解通知, 责任清单, 填报说明."""
