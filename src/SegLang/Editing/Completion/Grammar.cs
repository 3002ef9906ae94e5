using System.Text;

namespace SegLang.Editing;

/// <summary>
/// A word, sign or kind of token that a production asks for. <see cref="Text"/> is the word itself where <see cref="IsWord"/>, otherwise the
/// kind, such as `NAME`; <see cref="Index"/> counts those of one kind within the production, from 0.
/// </summary>
internal sealed record GrammarTerminal(string Production, string Text, bool IsWord, int Index);

/// <summary>
/// The grammar of the language as automata, one a production, read from grammar/seglang.ebnf, so that what completion offers is what
/// the grammar allows. Immutable.
/// </summary>
internal sealed class Grammar
{
    private readonly List<State> states = [];
    private readonly Dictionary<string, int> starts = new(StringComparer.Ordinal);
    private readonly List<string> tokens;
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private string production = "";
    private int position;

    private Grammar(string text)
    {
        tokens = Split(text);
        while (position < tokens.Count)
        {
            ReadProduction();
        }

        foreach (State state in states)
        {
            foreach (var (name, target) in state.PendingCalls)
            {
                state.Calls.Add((starts[name], target));
            }
        }

        FindNullable();
    }

    /// <summary>The language's grammar.</summary>
    public static Grammar Instance { get; } = new(ReadResource());

    /// <summary>The states of all automata.</summary>
    public IReadOnlyList<State> States => states;

    /// <summary>The first state of a production.</summary>
    public int Start(string name) => starts[name];

    /// <summary>The start states of the productions that may be empty.</summary>
    public HashSet<int> Nullable { get; } = [];

    /// <summary>A state: where it goes by a token, by a whole production, or by nothing.</summary>
    internal sealed class State
    {
        public int Production { get; init; }

        public bool IsEnd { get; set; }

        public List<(GrammarTerminal Terminal, int Target)> Terminals { get; } = [];

        public List<(string Name, int Target)> PendingCalls { get; } = [];

        public List<(int Start, int Target)> Calls { get; } = [];

        public List<int> Free { get; } = [];
    }

    private static string ReadResource()
    {
        using Stream stream = typeof(Grammar).Assembly.GetManifestResourceStream("seglang.ebnf")
            ?? throw new InvalidOperationException("the grammar is missing from the assembly");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private static List<string> Split(string text)
    {
        List<string> parts = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                continue;
            }

            int end = text[i] switch
            {
                '(' when text[i + 1] == '*' => text.IndexOf("*)", i, StringComparison.Ordinal) + 2,
                '"' => text.IndexOf('"', i + 1) + 1,
                var c when char.IsAsciiLetter(c) => EndOfWord(text, i),
                _ => i + 1,
            };
            if (!text.AsSpan(i).StartsWith("(*", StringComparison.Ordinal))
            {
                parts.Add(text[i..end]);
            }

            i = end - 1;
        }

        return parts;
    }

    private static int EndOfWord(string text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        return end;
    }

    private void ReadProduction()
    {
        production = tokens[position];
        counts.Clear();
        position += 2; // The name and `=`.
        int start = states.Count;
        starts[production] = start;
        _ = NewState(start);
        int end = ReadAlternatives(start);
        states[end].IsEnd = true;
        position++; // `;`
    }

    private int startOfProduction;

    private int NewState(int start)
    {
        startOfProduction = start;
        states.Add(new State { Production = start });
        return states.Count - 1;
    }

    private int NewState() => NewState(startOfProduction);

    private int ReadAlternatives(int from)
    {
        int end = NewState();
        while (true)
        {
            states[ReadSequence(from)].Free.Add(end);
            if (position >= tokens.Count || tokens[position] != "|")
            {
                return end;
            }

            position++;
        }
    }

    private int ReadSequence(int from)
    {
        while (tokens[position] is not ("|" or ";" or ")" or "]" or "}"))
        {
            from = ReadItem(from);
        }

        return from;
    }

    private int ReadItem(int from)
    {
        string token = tokens[position++];
        if (token is "(" or "[" or "{")
        {
            return ReadGroup(token, from);
        }

        int to = NewState();
        bool isWord = token[0] == '"';
        if (isWord || token.All(char.IsAsciiLetterUpper))
        {
            string text = isWord ? token[1..^1] : token;
            int index = counts.GetValueOrDefault(token);
            counts[token] = index + 1;
            states[from].Terminals.Add((new(production, text, isWord, index), to));
        }
        else
        {
            states[from].PendingCalls.Add((token, to));
        }

        return to;
    }

    private int ReadGroup(string open, int from)
    {
        int inner = NewState();
        states[from].Free.Add(inner);
        int end = ReadAlternatives(inner);
        position++; // The closing sign.
        if (open == "[")
        {
            states[inner].Free.Add(end);
        }
        else if (open == "{")
        {
            int after = NewState();
            states[inner].Free.Add(after);
            states[end].Free.Add(inner);
            return after;
        }

        return end;
    }

    private void FindNullable()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (int start in starts.Values)
            {
                changed |= !Nullable.Contains(start) && IsNullable(start) && Nullable.Add(start);
            }
        }
    }

    private bool IsNullable(int start)
    {
        Stack<int> open = new([start]);
        HashSet<int> seen = [start];
        while (open.TryPop(out int at))
        {
            if (states[at].IsEnd)
            {
                return true;
            }

            foreach (int next in states[at].Free.Concat(states[at].Calls.Where(c => Nullable.Contains(c.Start)).Select(c => c.Target)))
            {
                if (seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }
}
