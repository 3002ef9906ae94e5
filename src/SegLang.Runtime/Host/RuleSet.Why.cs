using SegLang.Runtime;

namespace SegLang;

/// <summary>Says why rules say what they say of a profile, with the params that were given.</summary>
internal delegate RuleExplanation RuleExplainer(RuleSet rules, string name, ProfileReading profile);

public sealed partial class RuleSet
{
    private const int MostSteps = 100;

    /// <summary>Whether the texts of the rules are known, so that `Why` answers.</summary>
    public bool HasTexts => Explainer is not null;

    /// <summary>What explains; null where the texts are not known.</summary>
    internal RuleExplainer? Explainer { get; private init; }

    /// <summary>The params that were given, in the forms of <see cref="ParamSchema.Default"/>; null where that is not known.</summary>
    internal IReadOnlyDictionary<string, object>? Given { get; private init; } = new Dictionary<string, object>();

    /// <summary>The same rules with what explains them.</summary>
    internal RuleSet Explained(RuleExplainer explainer) => new(Program) { Explainer = explainer, Given = Given };

    /// <summary>Why a name is what it is for a subject.</summary>
    internal RuleExplanation Why<TSubject>(HostEngine<TSubject> engine, string name, TSubject subject, DateTimeOffset now)
    {
        int output = OutputOf(name);
        RuleExplainer explainer = Explainer ?? throw new RuleSetException(
            $"`{name}` cannot be explained: the rules were loaded without their texts; give them with `WithTexts` or `WithFolder`");
        long instant = HostValues.Instant(now);
        ProfileReading reading = new(Program, instant);
        engine.Read(subject, instant, reading);
        RuleExplanation explanation = explainer(this, name, reading);
        if (Outputs[output].Kind != OutputKind.Segment)
        {
            return explanation;
        }

        bool isMember = engine.Test(output, subject, instant, null);
        return isMember == (explanation.Value == "true")
            ? explanation with { Until = Until(engine, output, subject, instant, isMember) }
            : throw new InvalidOperationException($"`{name}` is explained otherwise than it is answered; please report that");
    }

    // Goes on where an instant was too early, for a while.
    private DateTimeOffset? Until<TSubject>(HostEngine<TSubject> engine, int output, TSubject subject, long now, bool isMember)
    {
        long next = Program.ServesStreams ? engine.Next(output, subject, now) : long.MaxValue;
        for (int step = 0; step < MostSteps && next < Calendar.LastInstant && engine.Test(output, subject, next, null) == isMember; step++)
        {
            next = engine.Next(output, subject, next);
        }

        return next < Calendar.LastInstant ? HostValues.ToInstant(next) : null;
    }
}
