using System.Collections.Immutable;
using SegLang.Binding;

namespace SegLang.Reference;

/// <summary>
/// Searches a text for a pattern by following all states at once (Thompson 1968): in time proportional to the text's length
/// times the pattern's size, whatever the pattern.
/// </summary>
internal sealed class ReferencePattern
{
    private readonly List<State> states = [];
    private readonly int start;

    public ReferencePattern(Pattern pattern) => start = Add(pattern.Root, AddState(new Accept()));

    /// <summary>Whether the pattern occurs anywhere in the text.</summary>
    public bool Matches(string text)
    {
        int[] codePoints = [.. text.EnumerateRunes().Select(r => r.Value)];
        HashSet<int> current = [];
        for (int position = 0; position <= codePoints.Length; position++)
        {
            Follow(start, position, codePoints.Length, current); // The match may begin here.
            if (current.Any(s => states[s] is Accept))
            {
                return true;
            }

            HashSet<int> next = [];
            if (position < codePoints.Length)
            {
                foreach (int state in current)
                {
                    if (states[state] is Take take && Includes(take.Class, codePoints[position]))
                    {
                        Follow(take.Next, position + 1, codePoints.Length, next);
                    }
                }
            }

            current = next;
        }

        return false;
    }

    private static bool Includes(PatternClass one, int codePoint) =>
        one.Ranges.Any(r => codePoint >= r.From && codePoint <= r.To) != one.Negated;

    // Adds a state and all that it reaches without taking a code point.
    private void Follow(int first, int position, int length, HashSet<int> reached)
    {
        Stack<int> open = new([first]);
        while (open.TryPop(out int index))
        {
            if (!reached.Add(index))
            {
                continue;
            }

            switch (states[index])
            {
                case Fork fork:
                    foreach (int next in fork.Next)
                    {
                        open.Push(next);
                    }

                    break;
                case Anchor anchor when position == (anchor.IsStart ? 0 : length):
                    open.Push(anchor.Next);
                    break;
            }
        }
    }

    // Gives the state that begins a part which goes on at `next`.
    private int Add(PatternNode node, int next) => node switch
    {
        PatternEmpty => next,
        PatternClass one => AddState(new Take(one, next)),
        PatternAnchor anchor => AddState(new Anchor(anchor.IsStart, next)),
        PatternSequence sequence => sequence.Parts.Reverse().Aggregate(next, (after, part) => Add(part, after)),
        PatternAlternation alternation => AddState(new Fork([.. alternation.Choices.Select(c => Add(c, next))])),
        PatternRepeat repeat => AddRepeat(repeat, next),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };

    private int AddRepeat(PatternRepeat repeat, int next)
    {
        int after = repeat.Maximum is { } maximum ? AddOptional(repeat, maximum, next) : AddLoop(repeat, next);
        for (int i = 0; i < repeat.Minimum; i++)
        {
            after = Add(repeat.Part, after);
        }

        return after;
    }

    // x{0,2}   =>   (x(x)?)?
    private int AddOptional(PatternRepeat repeat, int maximum, int next)
    {
        int after = next;
        for (int i = repeat.Minimum; i < maximum; i++)
        {
            after = AddState(new Fork([Add(repeat.Part, after), next]));
        }

        return after;
    }

    private int AddLoop(PatternRepeat repeat, int next)
    {
        int loop = AddState(new Fork([]));
        states[loop] = new Fork([Add(repeat.Part, loop), next]);
        return loop;
    }

    private int AddState(State state)
    {
        states.Add(state);
        return states.Count - 1;
    }

    private abstract record State;

    private sealed record Accept : State;

    private sealed record Take(PatternClass Class, int Next) : State;

    private sealed record Anchor(bool IsStart, int Next) : State;

    private sealed record Fork(ImmutableArray<int> Next) : State;
}
