using System.Collections.Frozen;
using SegLang.Diagnostics;

namespace SegLang.Editing;

public static partial class FixTable
{
    private const string Bytes = "the bytes of the file are at fault, not its text";
    private const string Engine = "the engine is chosen outside the rules";
    private const string Data = "the data, a setting or the command is at fault, not the rules";
    private const string TooMuch = "only its author can say what to leave out or to split";

    /// <summary>Why a code has no fix.</summary>
    public static FrozenDictionary<string, string> Without { get; } = new Dictionary<string, string>
    {
        [Rules.NotUtf8.Code] = Bytes,
        [Rules.BinaryFile.Code] = Bytes,
        [Rules.Cycle.Code] = "which of the rules is to be without the others is a question of meaning",
        [Rules.NoSuchOperation.Code] = "no other operation is near",
        [Rules.NotAConstant.Code] = "the fixed value is for its author to choose",
        [Rules.ArithmeticWithNow.Code] = "the question has to be put in another way",
        [Rules.AsOfInstant.Code] = "the instant is for its author to choose",
        [Rules.TooDeep.Code] = TooMuch,
        [Rules.JourneyNotEvaluated.Code] = Engine,
        [Rules.PopulationNotEvaluated.Code] = Engine,
        [Rules.FileTooLarge.Code] = TooMuch,
        [Rules.NestedTooDeep.Code] = TooMuch,
        [Rules.TextTooLong.Code] = TooMuch,
        [Rules.ListTooLong.Code] = TooMuch,
        [Rules.PatternTooLong.Code] = TooMuch,
        [Rules.TooManyDeclarations.Code] = TooMuch,
    }.ToFrozenDictionary();

    /// <summary>Why a code has no fix, null where it has one. What is found in data, settings and checkpoints has none.</summary>
    public static string? WhyWithout(string code) =>
        Rows.ContainsKey(code) ? null : Without.GetValueOrDefault(code) ?? (code.StartsWith("SEG6", StringComparison.Ordinal) ? Data : null);
}
