using System.Collections.Immutable;
using SegLang.Graph;

namespace SegLang.Tests.Diagrams;

/// <summary>What holds for every layout: nothing lies on anything else, and nothing is cut off.</summary>
public sealed class LayoutOfDiagrams
{
    private const double Touch = 0.5;

    public static TheoryData<string> Examples => [.. DrawnJourneys.OfExamples];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_drawn_cleanly(string place) => Check(DrawnJourneys.At(place));

    [Fact]
    public void The_conformance_journeys_are_drawn_cleanly()
    {
        Assert.NotEmpty(DrawnJourneys.OfConformance);
        Assert.All(DrawnJourneys.OfConformance, Check);
    }

    [Fact]
    public void Random_journeys_are_drawn_cleanly() => Assert.All(Enumerable.Range(0, 400), seed => Check(DrawnJourneys.Random(seed)));

    [Fact]
    public void A_journey_of_150_stages_is_drawn_cleanly() => Check(DrawnJourneys.Random(1, 150));

    [Fact]
    public void A_journey_without_anything_but_its_start_is_drawn() => Check(DrawnJourneys.In(
        "profile P { id: text key } event E {} journey J { start A on E  stage A {} }")[0]);

    [Fact]
    public void A_straight_way_is_drawn_straight()
    {
        string stages = string.Concat(Enumerable.Range(0, 5).Select(i => $"stage S{i} {{ on E -> S{i + 1} }} "));
        JourneyGraph graph = DrawnJourneys.In($"profile P {{ id: text key }} event E {{}} journey J {{ start S0 on E {stages} final stage S5 }}")[0];
        DiagramLayout layout = SvgDiagram.Layout(graph);
        Assert.Single(layout.Boxes.Select(b => b.Centre.X).Distinct());
        Assert.Equal(layout.Boxes.Select(b => b.Y).Order(), layout.Boxes.Select(b => b.Y));
    }

    [Fact]
    public void Edges_that_need_not_cross_do_not()
    {
        JourneyGraph graph = DrawnJourneys.In("""
            profile P { id: text key } event E {} event F {}
            journey J {
              start A on E
              stage A { on E -> C  on F -> B }
              stage B { on E -> D }
              stage C { on E -> G }
              final stage D
              final stage G
            }
            """)[0];
        DiagramLayout layout = SvgDiagram.Layout(graph);
        bool Leftwards(string one, string other) => layout.Boxes[PlaceOf(graph, one)].X < layout.Boxes[PlaceOf(graph, other)].X;
        Assert.Equal(Leftwards("B", "C"), Leftwards("D", "G"));
    }

    private static int PlaceOf(JourneyGraph graph, string name) => graph.Nodes.Select((n, i) => (n, i)).Single(n => n.n.Name == name).i;

    private static void Check(JourneyGraph graph)
    {
        DiagramLayout layout = SvgDiagram.Layout(graph);
        GraphBox[] all = [.. layout.Boxes, .. layout.Labels];
        for (int i = 0; i < all.Length; i++)
        {
            Assert.InRange(all[i].X, -Touch, layout.Size.Width);
            Assert.InRange(all[i].Y, -Touch, layout.Size.Height);
            Assert.InRange(all[i].Right, 0, layout.Size.Width + Touch);
            Assert.InRange(all[i].Bottom, 0, layout.Size.Height + Touch);
            Assert.DoesNotContain(all[..i], other => Overlap(all[i], other));
        }

        for (int i = 0; i < graph.Edges.Length; i++)
        {
            CheckRoute(layout, graph.Edges[i], i);
        }
    }

    private static void CheckRoute(DiagramLayout layout, GraphEdge edge, int index)
    {
        ImmutableArray<GraphCurve> route = layout.Routes[index];
        Assert.All(route.Zip(route.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.True(OnBorder(layout.Boxes[edge.From], route[0].From), $"edge {index} does not begin at its box");
        Assert.True(OnBorder(layout.Boxes[edge.To], route[^1].To), $"edge {index} does not end at its box");
        GraphPoint[] points = [.. route.SelectMany(c => Enumerable.Range(0, 25).Select(t => Point(c, t / 24.0)))];
        Assert.All(points, p => Assert.InRange(p.X, 0, layout.Size.Width));
        Assert.All(points, p => Assert.InRange(p.Y, 0, layout.Size.Height));
        Assert.True(edge.From == edge.To || points.Any(p => Holds(layout.Labels[index], p)), $"edge {index} does not pass its label");
        IEnumerable<GraphBox> others = layout.Boxes.Concat(layout.Labels.Where((_, l) => l != index));
        Assert.DoesNotContain(others, box => points.Any(p => Holds(box, p)));
    }

    private static bool Overlap(GraphBox one, GraphBox other) =>
        one.X < other.Right && other.X < one.Right && one.Y < other.Bottom && other.Y < one.Bottom;

    private static bool Holds(GraphBox box, GraphPoint point) =>
        point.X > box.X + Touch && point.X < box.Right - Touch && point.Y > box.Y + Touch && point.Y < box.Bottom - Touch;

    private static bool OnBorder(GraphBox box, GraphPoint point) =>
        point.X >= box.X - Touch && point.X <= box.Right + Touch && point.Y >= box.Y - Touch && point.Y <= box.Bottom + Touch && !Holds(box, point);

    private static GraphPoint Point(GraphCurve curve, double t)
    {
        double s = 1 - t;
        double At(double a, double b, double c, double d) => (s * s * s * a) + (3 * s * s * t * b) + (3 * s * t * t * c) + (t * t * t * d);
        return new(
            At(curve.From.X, curve.Control1.X, curve.Control2.X, curve.To.X), At(curve.From.Y, curve.Control1.Y, curve.Control2.Y, curve.To.Y));
    }
}
