import Testing

@testable import Detection

@Suite struct AssignedNameTests {
  /// What names say of the value, by the order of their words.
  @Test(arguments: [
    ("NEXTAUTH_SECRET", true), ("clientSecret", true), ("db.password", true), ("APIKeyV2", true),
    ("apiKeys", true), ("mysupersecret", true), ("private_key", true), ("password2", true),
    ("rootpass", true), ("token_url", false), ("public_key", false), ("key", false),
    ("tiktoken", false), ("passwordHash", false), ("user_name", false), ("", false), ("__", false),
    ("12", false), ("monkey", false), ("csrfToken", false), ("keys", false), ("serverKeys", true),
  ])
  func isOfSecret(name: String, isSecret: Bool) {
    #expect(AssignedName(Array(name.utf8)[...]).isOfSecret == isSecret)
  }

  @Test(arguments: [
    ("password", true, true), ("PWD", true, true), ("db_password", true, false),
    ("dbpassword", true, true), ("secret", false, false), ("passwordToken", false, false),
    ("pass1", true, true),
  ])
  func isOfPassword(name: String, isPassword: Bool, isBare: Bool) {
    let name = AssignedName(Array(name.utf8)[...])
    #expect(name.isPassword == isPassword)
    #expect(name.isBarePassword == isBare)
  }

  @Test(arguments: [
    ("sha256", true, false), ("checksum", true, false), ("TEST_TOKEN", false, true),
    ("expectedSha1", true, true), ("token", false, false),
  ])
  func isOfHashOrSample(name: String, isHash: Bool, isSample: Bool) {
    let name = AssignedName(Array(name.utf8)[...])
    #expect(name.isOfHash == isHash)
    #expect(name.isOfSample == isSample)
  }

  /// A word behind the secret, or before it, makes it something else, where there is one.
  @Test(arguments: [
    ("token_url", true), ("external_id", true), ("", false), ("public", true),
    ("cache_key_value", true), ("secret", false), ("name", true),
  ])
  func isOfSomethingElse(name: String, isElse: Bool) {
    #expect(AssignedName(Array(name.utf8)[...]).isOfSomethingElse == isElse)
  }
}
