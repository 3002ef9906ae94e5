using System.Collections.Immutable;
using System.Text;

namespace SegLang.Binding;

/// <summary>
/// Reads the dialect of `matches`: literals, classes, groups, alternation, quantifiers, `. ^ $` and ASCII `\d \w \s`. Everything
/// else is refused with a reason, so that no engine can disagree on it or take more than linear time.
/// </summary>
public sealed class PatternReader
{
    private const int LongestPattern = 512;
    private const int DeepestGroup = 64;
    private const int MostRepeats = 1000;
    private const long MostStates = 20_000;
    private const int LastCodePoint = 0x10FFFF;

    private static readonly ImmutableArray<(int From, int To)> Digits = [('0', '9')];
    private static readonly ImmutableArray<(int From, int To)> Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    private static readonly ImmutableArray<(int From, int To)> Spaces = [('\t', '\r'), (' ', ' ')];

    private readonly int[] text;
    private int at;
    private int depth;

    private PatternReader(string pattern) => text = [.. pattern.EnumerateRunes().Select(r => r.Value)];

    /// <summary>The pattern, or why it cannot be read.</summary>
    public static (Pattern? Pattern, string? Why) Read(string pattern)
    {
        PatternReader reader = new(pattern);
        if (reader.text.Length > LongestPattern)
        {
            return (null, $"it is longer than {LongestPattern} characters");
        }

        try
        {
            PatternNode root = reader.Alternation();
            if (!reader.IsAtEnd)
            {
                return (null, "a `)` closes nothing");
            }

            return States(root) > MostStates ? (null, "its repetitions multiply to more than 20 000 states") : (new Pattern(pattern, root), null);
        }
        catch (PatternException refusal)
        {
            return (null, refusal.Message);
        }
    }

    private bool IsAtEnd => at >= text.Length;

    private int Next => IsAtEnd ? -1 : text[at];

    private static long States(PatternNode node) => node switch
    {
        PatternSequence s => s.Parts.Sum(States),
        PatternAlternation a => a.Choices.Sum(States) + 1,
        PatternRepeat r => Math.Min(long.MaxValue / 4096, (States(r.Part) + 1) * Math.Max(1, r.Maximum ?? (r.Minimum + 1))),
        _ => 1,
    };

    private bool Take(char wanted)
    {
        if (Next != wanted)
        {
            return false;
        }

        at++;
        return true;
    }

    private PatternNode Alternation()
    {
        if (++depth > DeepestGroup)
        {
            throw new PatternException($"groups nest deeper than {DeepestGroup}");
        }

        var choices = ImmutableArray.CreateBuilder<PatternNode>();
        do
        {
            choices.Add(Sequence());
        }
        while (Take('|'));
        depth--;
        return choices.Count == 1 ? choices[0] : new PatternAlternation(choices.ToImmutable());
    }

    private PatternNode Sequence()
    {
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        while (!IsAtEnd && Next != '|' && Next != ')')
        {
            parts.Add(Repeat(Atom()));
        }

        return parts.Count switch
        {
            0 => new PatternEmpty(),
            1 => parts[0],
            _ => new PatternSequence(parts.ToImmutable()),
        };
    }

    private PatternNode Repeat(PatternNode part)
    {
        (int Minimum, int? Maximum)? times = Next switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => null,
        };
        if (times is not null)
        {
            at++;
        }
        else if (Next == '{')
        {
            times = Counted();
        }

        if (times is not { } range)
        {
            return part;
        }

        if (part is PatternAnchor)
        {
            throw new PatternException("`^` and `$` cannot be repeated");
        }

        if (Next is '?' or '+' or '*' or '{')
        {
            throw new PatternException("a quantifier follows a quantifier; lazy and possessive ones are not part of the dialect");
        }

        return new PatternRepeat(part, range.Minimum, range.Maximum);
    }

    private (int Minimum, int? Maximum) Counted()
    {
        at++;
        int minimum = Number();
        int? maximum = minimum;
        if (Take(','))
        {
            maximum = Next == '}' ? null : Number();
        }

        if (!Take('}'))
        {
            throw new PatternException("`{` begins a count such as `{2}` or `{2,5}`; write `\\{` for the character");
        }

        return maximum < minimum ? throw new PatternException("a count ends below its beginning") : (minimum, maximum);
    }

    private int Number()
    {
        int value = 0;
        int start = at;
        while (Next is >= '0' and <= '9' && value <= MostRepeats)
        {
            value = (value * 10) + (Next - '0');
            at++;
        }

        if (at == start)
        {
            throw new PatternException("`{` begins a count such as `{2}` or `{2,5}`; write `\\{` for the character");
        }

        return value > MostRepeats ? throw new PatternException($"a count is at most {MostRepeats}") : value;
    }

    private PatternNode Atom()
    {
        int code = text[at++];
        return code switch
        {
            '.' => new PatternClass([('\n', '\n')], true),
            '^' => new PatternAnchor(true),
            '$' => new PatternAnchor(false),
            '(' => Group(),
            '[' => Class(),
            '\\' => Escape(),
            '*' or '+' or '?' => throw new PatternException($"`{(char)code}` has nothing to repeat"),
            '{' => throw new PatternException("`{` has nothing to repeat; write `\\{` for the character"),
            _ => One(code),
        };
    }

    private static PatternClass One(int code) => new([(code, code)], false);

    private PatternNode Group()
    {
        if (Take('?') && !Take(':'))
        {
            throw new PatternException("look-around, named groups and options are not part of the dialect");
        }

        PatternNode inside = Alternation();
        return Take(')') ? inside : throw new PatternException("a `(` is not closed");
    }

    private PatternClass Escape()
    {
        if (IsAtEnd)
        {
            throw new PatternException("it ends in a backslash");
        }

        int code = text[at++];
        return code switch
        {
            'd' => new PatternClass(Digits, false),
            'D' => new PatternClass(Digits, true),
            'w' => new PatternClass(Words, false),
            'W' => new PatternClass(Words, true),
            's' => new PatternClass(Spaces, false),
            'S' => new PatternClass(Spaces, true),
            _ => One(Escaped(code)),
        };
    }

    private int Escaped(int code)
    {
        switch (code)
        {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'u' when Next == '{':
                return CodePoint();
            case >= '0' and <= '9':
                throw new PatternException("back-references are not part of the dialect");
            case (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                throw new PatternException($"`\\{(char)code}` is not part of the dialect");
            default:
                return code;
        }
    }

    private int CodePoint()
    {
        at++;
        int value = 0;
        int start = at;
        while (!IsAtEnd && Next != '}' && at - start < 6 && Next < 128 && Uri.IsHexDigit((char)Next))
        {
            value = (value * 16) + Uri.FromHex((char)Next);
            at++;
        }

        if (at == start || !Take('}') || !Rune.IsValid(value))
        {
            throw new PatternException("`\\u{…}` needs the number of a character");
        }

        return value;
    }

    private PatternClass Class()
    {
        bool negated = Take('^');
        List<(int From, int To)> ranges = [];
        bool isFirst = true;
        while (isFirst || Next != ']')
        {
            if (IsAtEnd)
            {
                throw new PatternException("a `[` is not closed");
            }

            if (isFirst && Next == ']')
            {
                throw new PatternException("a class `[]` is empty; write `\\]` for the character");
            }

            isFirst = false;
            ReadItem(ranges);
        }

        at++;
        return new PatternClass(Merge(ranges), negated);
    }

    private void ReadItem(List<(int From, int To)> ranges)
    {
        PatternClass item = ClassItem();
        bool isRange = Next == '-' && at + 1 < text.Length && text[at + 1] != ']';
        if (!isRange)
        {
            ranges.AddRange(item.Negated ? Complement(item.Ranges) : item.Ranges);
            return;
        }

        at++;
        PatternClass end = ClassItem();
        if (Single(item) is not { } from || Single(end) is not { } to || to < from)
        {
            throw new PatternException("a range in a class goes from one character up to another");
        }

        ranges.Add((from, to));
    }

    private PatternClass ClassItem()
    {
        if (IsAtEnd)
        {
            throw new PatternException("a `[` is not closed");
        }

        int code = text[at++];
        if (code == '[')
        {
            throw new PatternException("`[` inside a class is written `\\[`");
        }

        return code == '\\' ? Escape() : One(code);
    }

    private static int? Single(PatternClass item) =>
        !item.Negated && item.Ranges is [var (from, to)] && from == to ? from : null;

    private static IEnumerable<(int From, int To)> Complement(ImmutableArray<(int From, int To)> ranges)
    {
        int next = 0;
        foreach (var (from, to) in ranges)
        {
            if (from > next)
            {
                yield return (next, from - 1);
            }

            next = to + 1;
        }

        yield return (next, LastCodePoint);
    }

    private static ImmutableArray<(int From, int To)> Merge(List<(int From, int To)> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<(int From, int To)>();
        foreach (var (from, to) in ranges.Order())
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            }
            else
            {
                merged.Add((from, to));
            }
        }

        return merged.ToImmutable();
    }

    /// <summary>Why a pattern is refused; never leaves the reader.</summary>
    private sealed class PatternException(string message) : Exception(message);
}
