using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;

namespace SegLang.Graph;

/// <summary>The parts that SVG pictures are written with.</summary>
internal static class Svg
{
    /// <summary>Numbers are written alike everywhere.</summary>
    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>A text as XML; what XML cannot hold becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isKept = !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value);
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => isKept ? rune.ToString() : "\uFFFD",
            });
        }

        return escaped.ToString();
    }

    /// <summary>A rounded rectangle.</summary>
    public static string Rectangle(GraphBox box, double radius) => string.Create(
        Culture, $"<rect x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"{radius}\"/>");

    /// <summary>A path along curves that ends so far before their end; pieces that run straight down or up are joined.</summary>
    public static string Path(ImmutableArray<GraphCurve> curves, double shortening)
    {
        StringBuilder path = new();
        path.Append(Culture, $"M{curves[0].From.X:0.#} {curves[0].From.Y:0.#}");
        for (int i = 0; i < curves.Length; i++)
        {
            GraphCurve curve = i == curves.Length - 1 ? Shortened(curves[i], shortening) : curves[i];
            bool isStraight = curve.From.X == curve.To.X && curve.Control1.X == curve.From.X;
            bool goesOn = i < curves.Length - 1 && curves[i + 1].From.X == curves[i + 1].To.X && curves[i + 1].Control1.X == curve.To.X;
            if (isStraight && !goesOn)
            {
                path.Append(Culture, $"V{curve.To.Y:0.#}");
            }
            else if (!isStraight)
            {
                path.Append(Culture, $"C{curve.Control1.X:0.#} {curve.Control1.Y:0.#} {curve.Control2.X:0.#} {curve.Control2.Y:0.#} {curve.To.X:0.#} {curve.To.Y:0.#}");
            }
        }

        return path.ToString();
    }

    /// <summary>The head of an arrow at the end of a curve that arrives along an axis.</summary>
    public static string Arrow(GraphCurve last, double length)
    {
        (double x, double y) = (last.To.X, last.To.Y);
        (double dx, double dy) = Direction(last);
        (double backX, double backY) = (x - (dx * length), y - (dy * length));
        double side = length * 0.45;
        return string.Create(
            Culture, $"M{x:0.#} {y:0.#}L{backX + (dy * side):0.#} {backY + (dx * side):0.#}L{backX - (dy * side):0.#} {backY - (dx * side):0.#}Z");
    }

    private static GraphCurve Shortened(GraphCurve curve, double by)
    {
        (double dx, double dy) = Direction(curve);
        return curve with { To = new(curve.To.X - (dx * by), curve.To.Y - (dy * by)) };
    }

    private static (double X, double Y) Direction(GraphCurve curve) =>
        curve.Control2.X == curve.To.X ? (0, Math.Sign(curve.To.Y - curve.Control2.Y)) : (Math.Sign(curve.To.X - curve.Control2.X), 0);
}

/// <summary>Lines of text in a box, one below the other, each with its class and font size.</summary>
internal sealed record SvgText(ImmutableArray<(string Class, string Text, double Size)> Lines, double Width, double Height)
{
    private const double LineHeight = 1.35;
    private const double Room = 5;

    /// <summary>No lines.</summary>
    public static SvgText Empty { get; } = new([], 0, 0);

    /// <summary>The lines and more; a bold font is <paramref name="stretch"/> as wide as measured.</summary>
    public SvgText Add(string kind, IEnumerable<string> lines, double size, double stretch) => lines.Aggregate(this, (all, line) => new(
        all.Lines.Add((kind, line, size)),
        Math.Max(all.Width, Math.Ceiling(TextWidth.Of(line, size) * stretch)),
        all.Height + Math.Round(size * LineHeight)));

    /// <summary>The lines and some room before what follows, if there are any.</summary>
    public SvgText SetApart() => Lines.IsEmpty ? this : new(Lines.Add(("", "", Room / LineHeight)), Width, Height + Room);

    /// <summary>Writes the lines in the middle of a box.</summary>
    public void Write(StringBuilder text, GraphBox box)
    {
        double y = box.Centre.Y - (Height / 2);
        foreach ((string kind, string line, double size) in Lines)
        {
            double height = Math.Round(size * LineHeight);
            if (line.Length > 0)
            {
                text.Append(Svg.Culture, $"<text class=\"{kind}\" x=\"{box.Centre.X:0.#}\" y=\"{y + (height / 2) + (size * 0.36):0.#}\">{Svg.Escape(line)}</text>");
            }

            y += height;
        }
    }
}

/// <summary>The looks of the pictures.</summary>
internal static class SvgStyle
{
    /// <summary>The element with the rules, all of them below the picture's own class.</summary>
    public const string Element = """
        <style>
        .seg-journey{max-width:100%;height:auto}
        .seg-journey text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;text-anchor:middle}
        .seg-journey .title{font-size:18px;font-weight:600;text-anchor:start;fill:#0f172a}
        .seg-journey .subtitle{font-size:12.5px;text-anchor:start;fill:#64748b}
        .seg-journey .page{fill:#ffffff}
        .seg-journey .name{font-size:14px;font-weight:600;fill:#1e1b4b}
        .seg-journey .line{font-size:11.5px;fill:#475569}
        .seg-journey .cause{font-size:12px;fill:#334155}
        .seg-journey .do{font-size:11.5px;fill:#7c3aed}
        .seg-journey .count{font-size:12px;font-weight:600;fill:#0f766e}
        .seg-journey .start circle{fill:#334155}
        .seg-journey .stage rect{fill:#eef2ff;stroke:#6366f1;stroke-width:1.5}
        .seg-journey .final rect{fill:#f1f5f9;stroke:#64748b}
        .seg-journey .anywhere rect{fill:#ffffff;stroke:#64748b;stroke-dasharray:5 4}
        .seg-journey .anywhere .name{font-style:italic;fill:#475569}
        .seg-journey .edge path{fill:none;stroke:#64748b}
        .seg-journey .edge .arrow{fill:#64748b;stroke:none}
        .seg-journey .unused{opacity:.45}
        .seg-journey .label rect{fill:#ffffff}
        @media (prefers-color-scheme:dark){
        .seg-journey .title{fill:#f1f5f9}
        .seg-journey .subtitle{fill:#94a3b8}
        .seg-journey .page,.seg-journey .label rect,.seg-journey .anywhere rect{fill:#0f172a}
        .seg-journey .name{fill:#e0e7ff}
        .seg-journey .line{fill:#cbd5e1}
        .seg-journey .cause{fill:#cbd5e1}
        .seg-journey .do{fill:#c4b5fd}
        .seg-journey .count{fill:#5eead4}
        .seg-journey .start circle{fill:#cbd5e1}
        .seg-journey .stage rect{fill:#1e1b4b;stroke:#818cf8}
        .seg-journey .final rect{fill:#1e293b;stroke:#94a3b8}
        .seg-journey .anywhere rect{fill:#0f172a;stroke:#94a3b8}
        .seg-journey .anywhere .name{fill:#cbd5e1}
        .seg-journey .edge path{stroke:#94a3b8}
        .seg-journey .edge .arrow{fill:#94a3b8}
        }
        </style>
        """;
}
