using SegLang.Runtime;

namespace SegLang;

/// <summary>Says why rules say what they say of a profile, with the params that were given.</summary>
internal delegate RuleExplanation RuleExplainer(RuleSet rules, string name, ProfileReading profile);

public sealed partial class RuleSet
{
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
        if (Outputs[output].Kind == OutputKind.Segment && engine.Test(output, subject, instant, null) != (explanation.Value == "true"))
        {
            throw new InvalidOperationException($"`{name}` is explained otherwise than it is answered; please report that");
        }

        return explanation;
    }
}
