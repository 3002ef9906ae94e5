using SegLang;

BoundRules<Kunde> regeln = RuleSet.CompileFolder("regeln").For<Kunde>();
Kunde ada = new("k1", "DE", [new(DateTimeOffset.Now.AddDays(-200), 80m), new(DateTimeOffset.Now.AddDays(-3), 520m)]);
Console.WriteLine(regeln.Matches("Stammkunden", ada, DateTimeOffset.Now) ? "Ada gehört zu den Stammkunden." : "Ada gehört noch nicht zu den Stammkunden.");

internal sealed record Kunde(string Nummer, string Land, IReadOnlyList<Kauf> Käufe);

internal sealed record Kauf(DateTimeOffset Time, decimal Betrag);
