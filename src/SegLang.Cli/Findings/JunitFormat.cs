using System.Collections.Immutable;
using System.Text;
using System.Xml;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>One case of a JUnit report; a case without a <see cref="Failure"/> passed.</summary>
internal sealed record JunitCase(string Class, string Name, string? Failure, string? Detail);

/// <summary>JUnit XML, as build servers read it. It carries no times: the same rules give the same bytes.</summary>
internal static class JunitFormat
{
    /// <summary>A case for each finding, or one passed case where there is none.</summary>
    public static void Write(TextWriter writer, ImmutableArray<Diagnostic> findings) => Write(
        writer,
        "seg check",
        findings.IsEmpty
            ? [new JunitCase("seg", "no findings", null, null)]
            : [.. findings.Select(Case)]);

    /// <summary>One suite.</summary>
    public static void Write(TextWriter writer, string suite, ImmutableArray<JunitCase> cases)
    {
        string failures = Text(cases.Count(c => c.Failure is not null));
        using StringWriter text = new();
        XmlWriterSettings settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = false };
        using (XmlWriter xml = XmlWriter.Create(text, settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("tests", Text(cases.Length));
            xml.WriteAttributeString("failures", failures);
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", suite);
            xml.WriteAttributeString("tests", Text(cases.Length));
            xml.WriteAttributeString("failures", failures);
            foreach (JunitCase item in cases)
            {
                WriteCase(xml, item);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        writer.WriteLine("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        writer.WriteLine(text.ToString());
    }

    private static void WriteCase(XmlWriter xml, JunitCase item)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Valid(item.Class));
        xml.WriteAttributeString("name", Valid(item.Name));
        if (item.Failure is not null)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Valid(item.Failure));
            xml.WriteString(Valid(item.Detail ?? ""));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static JunitCase Case(Diagnostic finding)
    {
        using StringWriter detail = new() { NewLine = "\n" };
        HumanFormat.Write(detail, new Paint(false), [finding]);
        Place place = Place.Of(finding);
        string where = FormattableString.Invariant($"{finding.Source.Path}:{place.Line}:{place.Column}");
        return new(finding.Source.Path, $"{finding.Code} {where}", $"{Report.Word(finding.Severity)} {finding.Code}: {finding.Message}", detail.ToString());
    }

    // XML 1.0 has no place at all for most control characters.
    private static string Valid(string text)
    {
        StringBuilder valid = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isAllowed = rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xFFFD) or >= 0x10000;
            valid.Append(isAllowed ? rune.ToString() : $"\\u{{{rune.Value:X}}}");
        }

        return valid.ToString();
    }

    private static string Text(int count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
