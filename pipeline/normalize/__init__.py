"""What is written on the paper, turned into what it means. Pure, total functions: refuse, never raise."""
