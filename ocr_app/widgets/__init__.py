"""What people see: one widget a file. Widgets show values and emit signals, nothing more."""
