import Foundation
import PackagePlugin

/// Has `RuleCompiler` check `Rules/*.toml` and write them as a Swift file of the target.
///
/// The build must notice three things. Edits: so every file is an input. New and deleted files: so
/// the directory is an input too, and the target holds a symbolic link to it (excluded in
/// `Package.swift`) which makes SwiftPM ask this plugin again.
@main
struct EmbedRules: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let directory = context.package.directoryURL.appending(path: "Rules")
    let files = try FileManager.default
      .contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "toml" }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "BuiltInRules+Table.swift")
    return [
      .buildCommand(
        displayName: "Checking rules",
        executable: try context.tool(named: "RuleCompiler").url,
        arguments: ([output] + files).map { $0.path },
        inputFiles: files + [directory],
        outputFiles: [output])
    ]
  }
}
