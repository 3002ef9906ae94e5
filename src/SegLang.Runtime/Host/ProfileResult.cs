using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

/// <summary>Everything that rules say of one profile. Filled by an evaluation, and again by the next that is given it; not for several threads at once.</summary>
public sealed class ProfileResult
{
    internal ProfileResult(RuleSet rules)
    {
        Rules = rules;
        Output = new RowOutput(rules.Program.Outputs.Length);
    }

    /// <summary>The rules.</summary>
    public RuleSet Rules { get; }

    /// <summary>The names of the segments that the profile is in, in order of dependency.</summary>
    public IEnumerable<string> Segments => Rules.Outputs.Where((o, i) => o.Kind == OutputKind.Segment && Output.Bits[i] != 0).Select(o => o.Name);

    internal RowOutput Output { get; }

    /// <summary>
    /// A segment, trait, class, score or journey by name in the host's type that fits best (bool, long, decimal, double, DateOnly, DateTimeOffset, TimeSpan,
    /// string; enums, classes and stages by name; sets as arrays); null is unknown.
    /// </summary>
    public object? this[string name]
    {
        get
        {
            int output = Rules.OutputOf(name);
            return Output.Known[output] ? OutputValues.Boxed(Rules.Outputs[output].Value, Output, output) : null;
        }
    }

    /// <summary>Whether the profile is in a segment.</summary>
    public bool Is(string segment) => Output.Bits[Rules.OutputOf(segment, OutputKind.Segment)] != 0;

    /// <summary>A value by name; false where it is unknown.</summary>
    public bool TryGet<TValue>(string name, [MaybeNullWhen(false)] out TValue value)
    {
        int output = Rules.OutputOf(name);
        Func<RowOutput, int, TValue> reader = OutputValues.Reader<TValue>(Rules.Outputs[output]);
        bool isKnown = Output.Known[output];
        value = isKnown ? reader(Output, output) : default;
        return isKnown;
    }
}
