import Basics

/// Keys that stand in documentation, tests and emulators for everybody to see: they open nothing.
///
/// Only the first 64 bits of their SHA-256 are kept, so that no key stands here.
enum PublishedKeys {
  /// Returns whether a secret is a published sample.
  static func contains(_ secret: [UInt8]) -> Bool {
    let hash = SHA256.hash(secret.span).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return hashes.contains(hash)
  }

  private static let hashes: Set<UInt64> = [
    // Stripe documentation.
    0x2CAF_C097_0149_A84F, 0xF2D6_CA16_5150_33E5, 0xB147_1F54_4CEE_EA31,
    // Flask documentation.
    0x2598_F7D6_ADC1_42D8, 0x9CB3_35CB_7B5F_B805,
    // Azurite and the Cosmos emulator.
    0x0011_CC25_EB43_2071, 0xAA65_4743_9583_C3A2,
    // reCAPTCHA documentation.
    0xF5E9_5C99_5463_5B65, 0x03B9_70ED_8171_D73B,
    // Supabase local development.
    0xC85D_EBB5_5F2F_204D, 0x9705_102D_B0D5_F99E,
    // Telegram documentation.
    0x0B5D_D075_CCDD_03C4, 0xA86A_E863_69FD_155F,
    // jwt.io.
    0x7F75_367E_7881_2551, 0xDA81_6F9F_2C16_E6C5, 0xC794_FA6D_20C6_4EFB,
    // GitHub documentation.
    0x797C_0CE4_1458_6CC8, 0xBC3A_E723_F57C_6B9E, 0x82E7_4299_544E_0073,
    // Grafana tests.
    0x3E38_9E66_81DE_17DD,
    // Rails documentation.
    0x98A3_0E1F_3413_300E,
    // Google documentation and samples.
    0xF56E_3234_94A6_FFC2, 0x2037_ABCA_FFB2_B777, 0x3F37_0C9D_D822_5C63,
    0xE4A5_542B_B7FD_7B67, 0xA19F_89AB_3555_EAC1, 0x0B47_6BDF_9ACF_2123,
    0xEB54_0D2B_6EE2_A0A4, 0x37F8_F09B_DF12_C2F2, 0x8731_261C_B72D_8626,
    0x49F7_77DB_995E_8260, 0x27A9_A429_31DF_F7EB, 0xDC0F_CF04_6C61_640C,
    0x4C98_242D_CADC_8B29, 0xEA9B_B108_2CF9_5663, 0x3A8B_61D0_F636_B007,
    0xA6C8_14BC_555A_E62C,
  ]
}
