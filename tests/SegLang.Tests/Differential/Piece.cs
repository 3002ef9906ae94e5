using System.Collections.Immutable;
using System.Text;

namespace SegLang.Tests.Differential;

/// <summary>What a piece of generated text is: the type of an expression, or a part that may be left out.</summary>
internal enum Sort
{
    Bool,
    Text,
    Int,
    Decimal,
    Money,
    Number,
    Date,
    DateTime,
    Duration,
    Span,
    Channel,
    Tier,
    Weekday,
    TextSet,
    ChannelSet,
    IntSet,
    DateSet,
    Items,

    /// <summary>Syntax that may be left out: a window, a `where`, a step of a sequence, an element of a list.</summary>
    Optional,

    /// <summary>Syntax that is neither.</summary>
    Other,
}

/// <summary>
/// Generated source text that knows what its parts are, so that a condition on which engines disagree can be shrunk part by part
/// without parsing it: a part gives way to a smaller one of its sort, to a literal, or to nothing.
/// </summary>
internal sealed class Piece(Sort sort, params ImmutableArray<object> parts)
{
    public Sort Sort { get; } = sort;

    public ImmutableArray<object> Parts { get; } = parts;

    public override string ToString()
    {
        StringBuilder text = new();
        Write(text);
        return text.ToString();
    }

    /// <summary>Smaller texts that are of the same sort as the whole, the smallest steps last.</summary>
    public IEnumerable<Piece> Shrunk()
    {
        foreach (Piece simpler in Simpler())
        {
            yield return simpler;
        }

        for (int i = 0; i < Parts.Length; i++)
        {
            if (Parts[i] is Piece part)
            {
                foreach (Piece smaller in part.Shrunk())
                {
                    yield return new Piece(Sort, Parts.SetItem(i, smaller));
                }
            }
        }
    }

    private IEnumerable<Piece> Simpler()
    {
        string text = ToString();
        if (Sort == Sort.Optional)
        {
            if (text.Length > 0)
            {
                yield return new Piece(Sort.Optional);
            }

            yield break;
        }

        foreach (string literal in Literals.Simplest(Sort))
        {
            if (text.Length > literal.Length)
            {
                yield return new Piece(Sort, literal);
            }
        }

        foreach (Piece inner in Descendants().Where(p => p.Sort == Sort))
        {
            yield return inner;
        }
    }

    private IEnumerable<Piece> Descendants() =>
        Parts.OfType<Piece>().SelectMany(p => p.Descendants().Prepend(p));

    private void Write(StringBuilder text)
    {
        foreach (object part in Parts)
        {
            if (part is Piece piece)
            {
                piece.Write(text);
            }
            else
            {
                text.Append((string)part);
            }
        }
    }
}
