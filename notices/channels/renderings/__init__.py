"""A notice as WeChat and Weibo carry it. Pure: what is told goes in, texts and their lengths come out."""
