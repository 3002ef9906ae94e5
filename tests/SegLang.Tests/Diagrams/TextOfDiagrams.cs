using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SegLang.Graph;
using SegLang.Tests.Fixtures;

namespace SegLang.Tests.Diagrams;

/// <summary>What the diagrams say, and that their readers accept it.</summary>
public sealed partial class TextOfDiagrams
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // Everything that could break out of a text somewhere, under names that the language allows.
    private const string Nasty = """
        profile P { id: text key }
        event `on "E"; <b> & --> x : y` { page: text }
        action Do(text: text)
        journey `J "q" \ <i> #1; %% & 😀` "Title: \"q\" \u{8} <b>&amp;</b>" {
          start `a]b` on `on "E"; <b> & --> x : y`
          stage `a]b` "Käufer \"A\"\n; : # \\N" {
            on `on "E"; <b> & --> x : y` where page == "]]> -->" // a comment
              and page != "#35;" /* and another */
              -> `c{d}` do Do(text: "\\"), Do(text: "\"")
            after 14 days do Do(text: "<script>")
          }
          final stage `c{d}` "%%{init}%%"
        }
        """;

    public static TheoryData<string> Examples => [.. DrawnJourneys.OfExamples];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_picture_of_an_example_is_the_one_beside_it(string place)
    {
        string[] parts = place.Split(':');
        Compare(Path.Combine(Repository.Root, parts[0], $"{parts[1]}.svg"), SvgDiagram.Write(DrawnJourneys.At(place)));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_texts_of_an_example_are_those_recorded(string place)
    {
        JourneyGraph graph = DrawnJourneys.At(place);
        string folder = Path.Combine(Repository.Root, "tests", "SegLang.Tests", "Diagrams", "Snapshots");
        Compare(Path.Combine(folder, $"{graph.Name}.mmd"), MermaidDiagram.Write(graph));
        Compare(Path.Combine(folder, $"{graph.Name}.dot"), DotDiagram.Write(graph));
    }

    [Fact]
    public void Every_element_of_a_picture_has_a_title_and_every_text_arrives()
    {
        JourneyGraph graph = DrawnJourneys.In(Nasty)[0];
        XDocument picture = XDocument.Parse(SvgDiagram.Write(graph));
        Assert.All(picture.Descendants(Svg + "g").Where(g => g.Attribute("class") is not null), g => Assert.NotNull(g.Element(Svg + "title")));
        string titles = string.Join('\n', picture.Descendants(Svg + "title").Select(t => t.Value));
        Assert.Contains("Title: \"q\" \uFFFD <b>&amp;</b>", titles, StringComparison.Ordinal);
        Assert.Contains("on `on \"E\"; <b> & --> x : y` where page == \"]]> -->\" and page != \"#35;\" -> `c{d}` do Do(text: \"\\\\\"), Do(text: \"\\\"\")", titles, StringComparison.Ordinal);
        Assert.DoesNotContain(picture.Descendants(), e => e.Name.LocalName is "script" or "foreignObject" or "image" or "a");
    }

    [Fact]
    public void A_picture_is_well_formed_whatever_the_journey()
    {
        Assert.All(Enumerable.Range(0, 50), seed => XDocument.Parse(SvgDiagram.Write(DrawnJourneys.Random(seed))));
        Assert.All(DrawnJourneys.OfConformance, graph => XDocument.Parse(SvgDiagram.Write(graph)));
    }

    [Fact]
    public void Mermaid_gets_no_character_that_ends_a_text()
    {
        string text = MermaidDiagram.Write(DrawnJourneys.In(Nasty)[0]);
        string[] lines = text.Split('\n')[..^1];
        Assert.Equal("title: \"Title: \\\"q\\\" <b>&amp;</b>\"", lines[1]);
        Assert.All(lines[5..], line => Assert.Matches(MermaidLine(), line));
    }

    [Fact]
    public void Dot_gets_quoted_texts()
    {
        string[] lines = DotDiagram.Write(DrawnJourneys.In(Nasty)[0]).Split('\n')[..^1];
        Assert.All(lines[1..^1], line => Assert.Matches(DotLine(), line));
        Assert.Contains(lines, l => l.Contains("label=\"Käufer \\\"A\\\" ; : # \\\\N\\nafter 14 days do Do\"", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("label=\"on `on \\\"E\\\"; <b> &amp; --> x : y` where page == \\\"]]> -->\\\" and page != \\\"#35;\\\"\\ndo Do\"", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_journey_gives_the_same_bytes_in_every_culture()
    {
        JourneyGraph graph = DrawnJourneys.Random(7);
        JourneyTraffic traffic = new([.. graph.Edges.Select(_ => new EdgeTraffic(1234567, 4_000_000_000))], [.. graph.Nodes.Select(_ => 1234L)]);
        string[] first = Write();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(first, Write());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string[] Write() => [SvgDiagram.Write(graph, traffic), MermaidDiagram.Write(graph, traffic), DotDiagram.Write(graph, traffic)];
    }

    [Fact]
    public void Lines_from_one_stage_to_another_share_an_edge()
    {
        JourneyGraph graph = DrawnJourneys.In("""
            profile P { id: text key, ok: bool }
            event E {}
            action Mail()
            journey J {
              start A on E
              start A when ok
              reenter after 2 days
              anywhere { on E -> Z  after 3 days do Mail() }
              stage A { when ok -> B do Mail()  at 2026-01-01T09:00 -> B  split { 30% -> A  70% -> Z } }
              stage B { enter do Mail(), Mail()  after 1 day without E at 09:00 -> Z }
              final stage Z
            }
            """)[0];
        Assert.Equal(["start", "anywhere", "A", "B", "Z"], graph.Nodes.Select(n => n.Kind == GraphNodeKind.Start ? "start" : n.Name));
        Assert.Equal(
            [
                "start > A: on E; when ok", "anywhere > Z: on E", "A > B: when ok do Mail; at 2026-01-01T09:00",
                "A > A: 30%", "A > Z: 70%", "B > Z: after 1 day without E at 09:00",
            ],
            graph.Edges.Select(e => $"{(e.From == 0 ? "start" : graph.Nodes[e.From].Name)} > {graph.Nodes[e.To].Name}: {string.Join("; ", e.Lines.Select(Say))}"));
        Assert.Equal(["after 3 days do Mail"], graph.Nodes[1].Lines.Select(Say));
        Assert.Equal(["enter do Mail"], graph.Nodes[3].Lines.Select(Say));
        Assert.Equal("can start again after 2 days", graph.Reentry);
    }

    [Fact]
    public void Moves_are_counted_at_their_edge_with_the_median_time_before_them()
    {
        JourneyGraph graph = DrawnJourneys.In("""
            profile P { id: text key }
            event E {}
            event F {}
            journey J {
              start A on E
              anywhere { on F -> Z }
              stage A { on E -> B  after 1 day -> Z }
              stage B {}
              final stage Z
            }
            """)[0];
        JourneyTraffic traffic = JourneyTraffic.Count(graph,
        [
            new(0, "1", "", "A", "start A on E"), new(0, "2", "", "A", "start A on E"), new(0, "3", "", "A", "start A on E"),
            new(10, "1", "A", "B", "on E -> B"), new(30, "2", "A", "B", "on E -> B"),
            new(35, "3", "A", "Z", "on F -> Z"), new(40, "2", "B", "Z", "on F -> Z"),
        ]);
        Assert.Equal(
            ["-1 > A: 3", "-1 > B: 2 20", "-1 > Z: 0", "anywhere > Z: 2 22"],
            graph.Edges.Select((e, i) => $"{(graph.Nodes[e.From].Kind == GraphNodeKind.Anywhere ? "anywhere" : "-1")} > {graph.Nodes[e.To].Name}: {traffic.Edges[i].Count} {traffic.Edges[i].MedianMicroseconds}".Trim()).Order(StringComparer.Ordinal));
        Assert.Equal("0 0 0 1 2", string.Join(' ', traffic.Nodes));
        Assert.Contains(">2 · 0 s<", SvgDiagram.Write(graph, traffic), StringComparison.Ordinal);
        Assert.Contains("<br/>3\n", MermaidDiagram.Write(graph, traffic), StringComparison.Ordinal);
        Assert.Contains("\\n2 now\"", DotDiagram.Write(graph, traffic), StringComparison.Ordinal);
    }

    private static string Say(GraphLine line) => line.Actions.IsEmpty ? line.Cause : $"{line.Cause} do {string.Join(", ", line.Actions)}";

    private static void Compare(string path, string text)
    {
        if (Fixture.Rewrites)
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", text);
    }

    // What is left of a text when its escapes are taken out is letters, digits and signs that mean nothing.
    [GeneratedRegex(@"^    (direction TB|state ""(#\d+;|<br/>|[^""#:;<>\[\]{}%&])*"" as \w+|\w+ : (#\d+;|<br/>|[^""#:;<>\[\]{}%&])+|(\[\*\]|\w+) --> (\[\*\]|\w+)( : (#\d+;|<br/>|[^""#:;<>\[\]{}%&])+)?)$")]
    private static partial Regex MermaidLine();

    [GeneratedRegex(@"^  (\w+( -> \w+)?|graph|node|edge) \[\w+=(\w+|[\d.]+|""([^""\\]|\\.)*"")(, \w+=(\w+|[\d.]+|""([^""\\]|\\.)*""))*\];$")]
    private static partial Regex DotLine();
}
