/// How a value is given to a name: in code, settings, markup and prose.
///
/// Rules whose values have no prefix go by the name; all of them share what may stand between. Who adds
/// a way tells ``AssignmentLook`` of it.
enum Assignment {
  /// Makes the expression of a value that is assigned to a name.
  ///
  /// - Parameters:
  ///   - names: An expression for what the name holds, in letters of either case, without groups.
  ///   - value: An expression for the value.
  /// - Returns: An expression whose group 1 is the value.
  static func regex(names: String, value: String) -> String {
    "(?i:\(names))\(restOfName)(?:\(ways.joined(separator: "|")))(\(value))"
  }

  /// How much of a name may follow what it holds, in bytes.
  static let longestRest = 24
  private static let restOfName = "[A-Za-z0-9_.-]{0,\(longestRest)}"

  /// What a terminal takes for a colour, with its escape spelled, shown as in `^[[31m`, or lost: at most two
  /// in a row.
  ///
  /// Escapes are told by their first byte alone, since to tell all of them apart costs much.
  private static let colours =
    #"(?:(?:[\\^<%#?E][\\^\[{}>0-9A-Za-z]{0,8})?\[(?:[0-9;]{0,16}m|K)){0,2}"#

  /// The first that fits counts: what says more of itself comes first.
  private static let ways = [
    // NAME=${1:-value}, NAME: ${OTHER:-value}; ${NAME:-value} is among those below.
    #"\s{0,2}[=:]\s{0,3}["']?\$\{[A-Za-z0-9_]{1,40}:?[=-]["']?"#,
    // let name: String = "value"; const NAME: &'static str = "value"
    #"[?!]?\s?:\s?[A-Za-z&?'<>\[\] .]{2,24}\s?=\s?["'`]"#,
    // string Name { get; } = "value"
    #"\s{1,2}\{[a-z; ]{4,20}\}\s?=\s?["'`]"#,
    // variable "name" { type = string, default = "value" }
    #"["']\s{0,3}\{\s{1,8}(?:[a-z]{2,16}\s{0,8}=\s{0,3}(?:[a-z]{2,16}|"[^"\n]{0,60}")\s{1,8}){0,3}default\s{0,8}=\s{0,3}["']"#,
    // - name: NAME, and value: VALUE in the next line; {"name": "NAME", "value": "VALUE"}; and
    // {"key": "NAME", "type": "secret", "value": "VALUE"}
    #"\\{0,3}["']?,?\s{1,24}(?:["']?[a-z]{2,8}["']?[:=] ?["']?[a-z]{2,8}["']?,?\s{1,24})?\\{0,3}["']?(?:Parameter)?[Vv]alue\\{0,3}["']?\s?[:=]\s?\\{0,3}["'`]?"#,
    // the same without a blank between
    #"\\{0,3}["'],\\{0,3}["']value\\{0,3}["']:\\{0,3}["']"#,
    // <name>NAME</name><value>VALUE</value>
    #"</[a-z]{2,8}>\s{0,12}<value>"#,
    // <key>name</key><string>value</string>
    #"</key>\s{0,12}<string>"#,
    // name: | and the value in the next line
    #"["']?:\s?[|>][+-]?\s{1,12}"#,
    // NAME=value, "name": "value", 'name' => 'value', name := `value`, name("value"), <name>value,
    // <add key="name" value="value" />, ${NAME:-value}; quotes may be escaped, being in a string
    // themselves, and the more often the deeper it lies in others; so are tabs, blanks and colours.
    colours
      + #"\\{0,7}["'\]]{0,2}(?:\\{1,3}t|%20|\s{0,3})(?:=>|:=|:-|=|:|>|,|\(|value\s{0,2}=)(?:\\{1,3}t|%20|\s{0,3})"#
      + colours + #"(?:\+?[brf]?\\{0,7}["'`]{1,3})?"#,
    // #define NAME "value"; os.Setenv("NAME", "value") is among those before
    #"\s{1,8}["'`]"#,
    // The name is `value`.
    #"["'`]?\s(?:is|was):?\s["'`]?"#,
  ]
}
