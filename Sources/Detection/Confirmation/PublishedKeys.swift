import Basics

/// Keys that stand in documentation, tests and emulators for everybody to see: they open nothing.
///
/// Only the first 64 bits of their SHA-256 are kept, so that no key stands here.
enum PublishedKeys {
  /// Returns whether a secret is a published sample.
  static func contains(_ secret: [UInt8]) -> Bool {
    // Hexadecimal keys are kept without their mark.
    let key = secret.starts(with: "0x".utf8) ? Array(secret.dropFirst(2)) : secret
    let hash = SHA256.hash(key.span).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return hashes.contains(hash)
  }

  private static let hashes: Set<UInt64> = [
    // Stripe documentation.
    0x2CAF_C097_0149_A84F, 0xF2D6_CA16_5150_33E5, 0xB147_1F54_4CEE_EA31,
    // Docker's API documentation.
    0x33A6_D375_0D9A_769B, 0x441C_6600_9C2A_B920, 0x8FA8_115A_1609_36EC,
    0x9EC0_BE03_6C22_F06F, 0xA733_1A07_F97F_4686, 0xB5B1_7CA1_D657_33BB,
    0xE989_7976_0055_40A6,
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
    // Phrases that development networks of Ethereum begin with, and samples of BIP 39.
    0xF79C_D64F_9CEA_2378, 0x9C5D_0A66_56E5_D3F3, 0xB83E_9641_7F61_CB14,
    0xC557_EEC8_78DF_D852, 0xECB0_E7BA_498C_5920, 0x3A64_BCD9_CEA4_3C0A,
    0x3C09_4943_5A7E_4277, 0x69BE_79EF_3C28_F55D,
    // Accounts of Hardhat, Anvil and Ganache.
    0xBC1A_5096_6C9E_6486, 0x8335_C553_3482_1EEF, 0xB26A_B652_9D20_EBEB,
    0x6403_4B44_C579_B335, 0x4D3E_46EE_C824_4D1D, 0x0AED_BA9D_586F_34F9,
    0x28E5_43D3_753F_C9D1, 0xF070_994A_8599_4785, 0x38E6_9FDD_19AE_FEB4,
    0x967F_2158_6CDF_1248, 0x5785_9218_5588_730B, 0x30E5_5F54_63E2_2AF0,
    0x70B8_01AF_AE94_D2E6, 0x0BC9_FDE2_B028_E3B0, 0xF51C_2C79_5F78_2308,
    0x6DEA_34B6_6114_1091, 0xFAEB_1DAB_5A32_6EEF, 0x196F_BADC_A8B7_EEA6,
    0xECD5_E9D0_B08A_8A9F, 0x3FD5_610E_E03A_3503, 0xF241_67AC_CB5D_690F,
    0x07F9_35B6_1D37_E0E5, 0xE4F1_734D_F025_0D54,
    // JSON Web Keys of RFC 7515 to 7520 and of libraries' tests.
    0xA454_04AE_333D_D955, 0x2E4F_F57E_9C83_2EDA, 0x57AF_C116_65BE_B68D,
    0x8B1B_17A9_740C_068A, 0xDEED_A324_B508_F83B, 0x190E_DF59_D573_6C3B,
    0xB3EE_A9D8_8AF0_9326, 0x134E_25EB_1DB6_0F30, 0x1C23_270E_C555_C385,
    0x9561_9CC6_F003_D23C, 0xECAA_6793_A637_4193, 0x5CCF_2EDB_4F07_0F0B,
    0xF812_3081_A22E_5C00, 0xDD66_3FE0_EF53_1BE2, 0xF05B_C600_99E0_EA1A,
    0x4227_7E91_2C1A_92D2,
    // RFC 6749, 6750.
    0xCA74_59E2_B267_76DE, 0x8B4F_B775_D63B_3C3C, 0xB8E1_4854_5B13_C78B,
  ]
}
