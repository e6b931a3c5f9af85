/// How a provider's documentation says that one can ask whether a key still works.
///
/// kunci itself asks nobody: this is for people, who read it as a command.
package struct KeyCheck: Sendable, Equatable {
  package enum Method: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// What stands for the key in ``url``, ``headers`` and ``user``.
  package static let placeholder = "{key}"

  package var method: Method
  /// The https:// address.
  package var url: String
  /// Headers of the request, each `Name: value`.
  package var headers: [String]
  /// User and password of HTTP's basic authentication, as `user:password`; nil for none.
  package var user: String?
  /// The request's body; nil for none.
  package var body: String?
  /// The answers of a key that works, each with the number of an HTTP status at its start.
  package var live: [String]
  /// Those of one that works no longer.
  package var revoked: [String]
  /// Those that tell that a key works, but not for this, or not now.
  package var limited: [String]
  /// What the answer tells of the key; nil where it is nothing but that.
  package var tells: String?
  /// The page of the documentation that says so.
  package var documentation: String

  package init(
    method: Method, url: String, headers: [String], user: String?, body: String?, live: [String],
    revoked: [String], limited: [String], tells: String?, documentation: String
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.user = user
    self.body = body
    self.live = live
    self.revoked = revoked
    self.limited = limited
    self.tells = tells
    self.documentation = documentation
  }
}
