"""What every package stands on: settings, time, keys, the privacy register and page parts."""
