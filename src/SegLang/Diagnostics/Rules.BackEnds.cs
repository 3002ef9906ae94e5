namespace SegLang.Diagnostics;

// What a back end refuses, before anything runs (SEG7xxx). The argument is the engine's name.
public static partial class Rules
{
    /// <summary>A journey is asked of an engine without journeys.</summary>
    public static readonly Rule<string> JourneyNotEvaluated =
        new("SEG7001", Severity.Error, engine => $"journeys are not evaluated by the engine `{engine}`");

    /// <summary>A population condition is asked of an engine without a population.</summary>
    public static readonly Rule<string> PopulationNotEvaluated =
        new("SEG7002", Severity.Error, engine => $"`top`, `bottom` and `ntile` are not evaluated by the engine `{engine}`");
}
