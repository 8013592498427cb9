"""远程诊断: commands to terminals, fetched by them or their gateway, signed, carried out once, told in timelines."""
