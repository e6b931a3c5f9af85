import Basics

/// A secret's bytes as text: themselves where they are UTF-8, else in base64.
struct SecretText {
  /// The secret itself; nil when its bytes are no UTF-8.
  var text: String?
  /// The secret in base64; nil when it can be written as it is.
  var base64: String?

  init(_ secret: [UInt8]) {
    text = String(validating: secret, as: UTF8.self)
    base64 = text == nil ? Base64.text(secret) : nil
  }
}
