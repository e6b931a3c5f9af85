import Findings
import Testing

@testable import Detection

/// Passwords in places where nothing else stands: placeholders are none, what is easy to guess is
/// unsure.
@Suite struct LoginPasswordTests {
  @Test(
    arguments: [
      ("password", nil), ("myPassword123", nil), ("<secret>", nil), ("$DB_PASS", nil),
      ("%PASS%", nil), ("xxxxxxxx", nil), ("DB_PASSWORD", nil), ("config.password", nil),
      ("changeit", nil), ("getenv()", nil), ("key12", nil), ("abc", nil),
      ("FU8h…sXD9", nil), ("deploy:…", nil),
      ("Sommer2019", .low), ("bluebird", .low), ("Hamburg-Altona", .low), ("19841984", .low),
      ("kR7pTz2mQx", .medium), ("x9!kPw2#", .medium), ("iLO5o3VEesmfod1", .medium),
      ("gXXRgYKvbyRbGcyyAjr", .medium), ("qGu7Mfeu1YIHOW", .medium),
    ] as [(String, Confidence?)])
  func isAsSureAsItIsHardToGuess(password: String, confidence: Confidence?) {
    #expect(LoginPassword(Array(password.utf8)).confidence == confidence)
  }

  @Test func theNameOfTheUserIsNoPassword() {
    #expect(
      LoginPassword(Array("kR7pTz2mQx".utf8), user: Array("kr7ptz2mqx".utf8)).confidence == nil)
  }

  /// `user:password` in base64; a password alone; what is no text.
  @Test(
    arguments: [
      ("ZGVwbG95OmtSN3BUejJtUXg=", .medium), ("a1I3cFR6Mm1ReA==", .medium),
      ("dXNlcjpwYXNzd29yZA==", nil), ("/////////////w==", nil), ("QQ==", nil),
    ] as [(String, Confidence?)])
  func basicCredentialsAreDecoded(encoded: String, confidence: Confidence?) {
    #expect(LoginPassword(basic: Array(encoded.utf8))?.confidence == confidence)
  }
}
