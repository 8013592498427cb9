"""What other monitoring systems send: Alertmanager, Zabbix, CloudEvents. Deduplicated, resolved when they resolve, mapped to terminals."""
