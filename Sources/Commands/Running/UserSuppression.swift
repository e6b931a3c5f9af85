import Engine
import Inputs
import SystemIO

/// What the options say of accepted findings, with the files that they name.
enum UserSuppression {
  static func settings(_ arguments: ParsedArguments) throws(UsageError) -> SuppressionPlan {
    var settings = SuppressionPlan()
    settings.honoursComments = !arguments.has(.noInlineIgnore)
    settings.tellsUnused = !arguments.has(.only) && !arguments.has(.skip)
    if let path = arguments.value(of: .ignoreFile) {
      settings.ignoreFile = SuppressionPlan.NamedFile(name: path, bytes: try read(path))
    }
    if let path = arguments.value(of: .baseline) {
      let bytes = try read(path)
      do throws(Baseline.Malformed) {
        settings.baseline = try Baseline(bytes, named: path)
      } catch {
        throw UsageError("\(path):\(error.line): \(error.message)", command: "baseline")
      }
    }
    return settings
  }

  private static func read(_ path: String) throws(UsageError) -> [UInt8] {
    do throws(SystemError) {
      return try FileSystem.read(path)
    } catch {
      throw UsageError("\(path): cannot \(error.operation): \(error.reason)")
    }
  }
}
