RuleCompiler.run(CommandLine.arguments)
