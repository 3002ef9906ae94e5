namespace SegLang.Benchmarks.Data;

/// <summary>The words of the made-up shop, in the one order that all contestants use.</summary>
internal static class Shop
{
    public static readonly string[] Countries = ["DE", "AT", "CH", "FR", "IT", "ES", "NL", "BE", "PL", "SE", "DK", "CZ"];

    public static readonly string[] Plans = ["free", "basic", "plus", "pro"];

    public static readonly string[] Channels = ["online", "store", "app", "phone"];

    public static readonly string[] Categories =
        ["shoes", "shirts", "coats", "hats", "books", "games", "garden", "kitchen", "sport", "toys", "music", "food"];

    /// <summary>The rule set's schema. Unknowns, a zone with daylight saving, money and a decimal are all there.</summary>
    public const string Schema =
        """
        ruleset Bench { timezone "Europe/Berlin" }

        enum Plan { free, basic, plus, pro }
        enum Channel { online, store, app, phone }

        profile Customer {
          id:         int key
          country:    text
          plan:       Plan
          age:        int?
          newsletter: bool?
          birthDate:  date?
          registered: datetime?
          credit:     money(EUR)?
          rating:     decimal(1)?
        }

        event Purchase {
          channel:  Channel
          category: text?
          quantity: int
          price:    money(EUR)?
          total  =  quantity * price
        }

        """;
}
