using System.Collections.Frozen;

namespace SegLang.Symbols;

/// <summary>The currencies of ISO 4217 (list one, 2024) and the digits of their minor units.</summary>
public static class Currencies
{
    private const string Two =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE " +
        "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL " +
        "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR " +
        "MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK " +
        "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD " +
        "XCG YER ZAR ZMW ZWG";

    private const string Zero = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string Three = "BHD IQD JOD KWD LYD OMR TND";

    private const string Four = "CLF UYW";

    private static readonly FrozenDictionary<string, int> Digits = Read();

    /// <summary>All codes, in ordinal order.</summary>
    public static IEnumerable<string> Codes => Digits.Keys.Order(StringComparer.Ordinal);

    /// <summary>The digits of the minor unit (0, 2, 3 or 4), or null for what is no currency.</summary>
    public static int? MinorUnit(string code) => Digits.TryGetValue(code, out int digits) ? digits : null;

    private static FrozenDictionary<string, int> Read()
    {
        (string Codes, int Digits)[] lists = [(Zero, 0), (Two, 2), (Three, 3), (Four, 4)];
        return lists
            .SelectMany(l => l.Codes.Split(' '), (list, code) => KeyValuePair.Create(code, list.Digits))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }
}
