namespace SegLang.Runtime;

/// <summary>
/// A reader of a host's profiles: a struct that holds the profile and the scratch it is opened with, and reads fields in place. What a
/// <see cref="RuleSet"/> binds by itself is one; others can be written, or generated, by hand.
/// </summary>
/// <typeparam name="TProfile">What it reads.</typeparam>
public interface IProfileReader<TProfile> : IFactReader
{
    /// <summary>Chooses the profile.</summary>
    void Open(TProfile profile, ReaderScratch scratch);
}

/// <summary>What a reader needs besides the profile. One per evaluator, so for one thread.</summary>
public sealed class ReaderScratch
{
    private readonly string[][] enums;

    internal ReaderScratch(RuleProgram program, string[][] enums)
    {
        Calendar = program.Calendar;
        this.enums = enums;
    }

    /// <summary>The calendar of the rule set's zone.</summary>
    public Calendar Calendar { get; }

    /// <summary>The names of an enum's members, by the binding's numbering.</summary>
    public string[] Members(int number) => enums[number];
}
