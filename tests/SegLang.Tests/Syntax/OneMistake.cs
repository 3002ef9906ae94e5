using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;
using Xunit.Abstractions;

namespace SegLang.Tests.Syntax;

public sealed class OneMistake(ITestOutputHelper output)
{
    private const int Mistakes = 3000;
    private const double LeastShare = 0.9;

    private const string Rest = """

        segment Buyers { any(Purchase where channel == online and amount > 5 EUR) and country == "DE" }
        segment Followers { Buyers and Steps == One }
        action Mail(text: text) { requires vip }
        journey Steps { start One on Visit  stage One { on Purchase -> Two do Mail(text: "hi") }  final stage Two }
        test "t" {
          given { id: "a", country: "DE" }
          at 2026-01-01T10:00 Purchase { channel: online, amount: 6 EUR }
          at 2026-01-01T10:00 expect Buyers and not Followers
        }
        """;

    private static readonly string[] Texts =
        [.. Repository.RuleFiles().Where(f => f.Contains("conformance/", StringComparison.Ordinal) && !f.Contains("/errors/", StringComparison.Ordinal)).Select(Repository.Read)];

    [Theory]
    [InlineData("enum Channel { online, store } profile P { id: text key, country: text, vip: bool default false } event Visit {} Purchase { channel: Channel, amount: money(EUR) }", "SEG1026")]
    [InlineData("enum Channel { online, store } profile P { id: text key, country: text, vip: bool default false } event Visit {} event { channel: Channel, amount: money(EUR) }", "SEG1001")]
    [InlineData("enum Channel { online, store } profile P { id: text key, country: text, vip: bool default false } event Visit {} Purchase event { channel: Channel, amount: money(EUR) }", "SEG1026")]
    [InlineData("enum Channel { online, store } profile P { id: text key, country: , vip: bool default false } event Visit {} event Purchase { channel: Channel, amount: money(EUR) }", "SEG1001")]
    [InlineData("enum Channel { online, store } profile P { id:  key, country: text, vip: bool default false } event Visit {} event Purchase { channel: Channel, amount: money(EUR) }", "SEG1001")]
    [InlineData("enum Channel online, store } profile P { id: text key, country: text, vip: bool default false } event Visit {} event Purchase { channel: Channel, amount: money(EUR) }", "SEG1001")]
    [InlineData("enum Channel { online, store } profile P id: text key, country: text, vip: bool default false } event Visit {} event Purchase { channel: Channel, amount: money(EUR) }", "SEG1001")]
    [InlineData("enum Channel { online, store } profile P { id: text key, country text, vip: bool default false } event Visit {} event Purchase { channel: Channel, amount: money(EUR) }", "SEG1001")]
    [InlineData("enum Channel { online, store } profile P { id: text key, country: text, vip: bool default false } event Visit {} event Purchase { channel: Channel, : money(EUR) }", "SEG1001")]
    public void A_damaged_declaration_is_one_error_however_often_it_is_used(string declarations, string code) =>
        Assert.Equal([code], Errors(declarations + Rest).Select(d => d.Code));

    [Theory]
    [InlineData("at 2026-01-01T10:00 Purchase { chanel: online, amount: 6 EUR }", "SEG2001")]
    [InlineData("at 2026-01-01T10:00 Purchase { channel: online, amount 6 EUR }", "SEG1001")]
    [InlineData("at 2026-01-01T10:00 expect Buyers == ) and Followers", "SEG1001")]
    [InlineData("at 2026-01-01T10:00 expect == Buyers 10 EUR", "SEG1001")]
    public void A_damaged_step_of_a_test_is_one_error(string step, string code)
    {
        const string Schema = "enum Channel { online, store } profile P { id: text key, country: text, vip: bool default false } event Visit {} event Purchase { channel: Channel, amount: money(EUR) }";
        string test = Rest.Replace("at 2026-01-01T10:00 expect Buyers and not Followers", step, StringComparison.Ordinal);
        Assert.Equal([code], Errors(Schema + test).Select(d => d.Code));
    }

    [Fact]
    public void Two_mistakes_in_two_places_are_two_errors() =>
        Assert.Equal(
            ["SEG1029", "SEG2001"],
            Errors("profile P { id: text key, age: int }\nscore S {\n  add when age > 3\n  ad 5 when age > 4\n  add 3 when age > 5\n}\nsegment A { ago > 3 }")
                .Select(d => d.Code));

    // A token left out, doubled with its neighbour, or taken for another.
    [Fact]
    public void One_wrong_token_is_mostly_one_error()
    {
        Random random = new(20261122);
        int single = 0;
        for (int i = 0; i < Mistakes; i++)
        {
            SourceText source = new("a.seg", Damage(Texts[random.Next(Texts.Length)], random));
            single += Errors(source).Length <= 1 ? 1 : 0;
        }

        output.WriteLine($"{single} of {Mistakes}");
        Assert.True(single >= LeastShare * Mistakes, $"{single} of {Mistakes}");
    }

    private static string Damage(string text, Random random)
    {
        Token[] tokens = [.. SyntaxTree.Parse(new("a.seg", text)).Tokens.Where(t => t.Kind != TokenKind.EndOfFile)];
        int index = random.Next(tokens.Length - 1);
        Token token = tokens[index], next = tokens[index + 1];
        string[] others = ["=", "(", "{", "}", "then", "where", "5", "\"x\"", ",", "and", "->", "."];
        string other = random.Next(3) switch
        {
            0 => "",
            1 => text[next.Span.Start..next.Span.End] + " ",
            _ => others[random.Next(others.Length)],
        };
        return text[..token.Span.Start] + other + text[token.Span.End..];
    }

    private static Diagnostic[] Errors(string text) => Errors(new SourceText("a.seg", text));

    private static Diagnostic[] Errors(SourceText source) =>
        [.. Compilation.Create([source]).Diagnostics.Where(d => d.Severity == Severity.Error)];
}
