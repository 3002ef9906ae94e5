using System.Globalization;
using System.Text.RegularExpressions;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Lexer
{
    // Four digits, a dash and digits, a dash and digits are meant as a date however they are written, as is the
    // order of day, month, year: never a subtraction.
    [GeneratedRegex(@"\G(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4})(?![0-9_])", RegexOptions.CultureInvariant)]
    private static partial Regex DateLike();

    // A dot before a letter asks for a part: `2026-03-09T15:00.hour`.
    [GeneratedRegex(@"\GT[0-9](?:[0-9A-Za-z:]|\.(?!\p{L}))*(?:[+-][0-9]{1,2}:[0-9]{1,2})?", RegexOptions.CultureInvariant)]
    private static partial Regex TimeLike();

    [GeneratedRegex(
        @"^T(?<h>[0-9]{2}):(?<m>[0-9]{2})(?::(?<s>[0-9]{2})(?:\.(?<f>[0-9]{1,9}))?)?(?<o>Z|[+-][0-9]{2}:[0-9]{2})?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TimeOfInstant();

    private (TokenKind Kind, object? Value)? ScanDateLike()
    {
        if (Peek(1) != '-' && Peek(2) != '-' && Peek(4) != '-')
        {
            return null;
        }

        Match match = DateLike().Match(text, position);
        if (!match.Success)
        {
            return null;
        }

        int start = position;
        position += match.Length;
        Match time = Current == 'T' ? TimeLike().Match(text, position) : Match.Empty;
        position += time.Length;
        TextSpan span = TextSpan.FromBounds(start, position);
        return time.Success && time.Length > 0
            ? (TokenKind.DateTime, ReadDateTime(match.Value, time.Value, span))
            : (TokenKind.Date, ReadDate(match.Value, span));
    }

    private DateOnly? ReadDate(string written, TextSpan span)
    {
        if (written.Length != 10 || written[4] != '-')
        {
            diagnostics.Add(Rules.MalformedDate.At(source, span, source.Slice(span), AdviceForDate(written)));
            return null;
        }

        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return date;
        }

        diagnostics.Add(Rules.NoSuchDate.At(source, span, written));
        return null;
    }

    private static string AdviceForDate(string written)
    {
        string[] parts = written.Split('-');
        (string year, string day) = parts[0].Length == 4 ? (parts[0], parts[2]) : (parts[2], parts[0]);
        return $"write `{year}-{parts[1].PadLeft(2, '0')}-{day.PadLeft(2, '0')}`, or spaces around `-` to subtract";
    }

    private DateTimeValue? ReadDateTime(string dateText, string timeText, TextSpan span)
    {
        Match match = TimeOfInstant().Match(timeText);
        if (!match.Success)
        {
            diagnostics.Add(Rules.MalformedDate.At(
                source, span, source.Slice(span), "write `2026-03-09T15:00`, with seconds `2026-03-09T15:00:30`"));
            return null;
        }

        if (ReadDate(dateText, span) is not { } date)
        {
            return null;
        }

        long? micros = ReadTime(match);
        int? offset = match.Groups["o"].Success ? ReadOffset(match.Groups["o"].Value) : null;
        if (micros is null || offset is > 18 * 60 or < -18 * 60)
        {
            diagnostics.Add(Rules.NoSuchTime.At(source, span, timeText[1..]));
            return null;
        }

        return new(date.DayNumber * 86_400_000_000L + micros.Value, offset);
    }

    // Finer than a microsecond is cut off.
    private static long? ReadTime(Match match)
    {
        int hour = Number(match.Groups["h"]), minute = Number(match.Groups["m"]), second = Number(match.Groups["s"]);
        string fraction = (match.Groups["f"].Value + "000000")[..6];
        return hour > 23 || minute > 59 || second > 59
            ? null
            : ((hour * 60L + minute) * 60 + second) * 1_000_000 + int.Parse(fraction, CultureInfo.InvariantCulture);
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    // Minutes east of UTC; minutes above 59 make it too large to be accepted.
    private static int ReadOffset(string written)
    {
        if (written == "Z")
        {
            return 0;
        }

        int hours = int.Parse(written.AsSpan(1, 2), CultureInfo.InvariantCulture);
        int minutes = int.Parse(written.AsSpan(4, 2), CultureInfo.InvariantCulture);
        int offset = minutes > 59 ? int.MaxValue / 2 : hours * 60 + minutes;
        return written[0] == '-' ? -offset : offset;
    }
}
