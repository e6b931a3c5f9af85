import Commands

KunciCommand.runAndExit()
