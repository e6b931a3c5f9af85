/// Stand-in until the real one is here.
package struct Fingerprint: Hashable, Sendable {
  package init(ruleID: String, secret: [UInt8]) {}
}
