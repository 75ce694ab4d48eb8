"""What an editor or approver gets in the admin."""
