check:
	.venv/bin/ruff format --check .
