using System.Globalization;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Runtime;

namespace SegLang;

/// <summary>Why a stream does not go over to other rules, and what to do about it.</summary>
internal static class StreamRefusals
{
    public static RuleSetException Vanished(IEnumerable<(string Journey, string Stage, long Profiles)> stages) => new(
        [.. stages.Select(s => string.Create(
            CultureInfo.InvariantCulture,
            $"the stream cannot go over to these rules: the stage `{s.Stage}` of `{s.Journey}` holds {s.Profiles} profile{(s.Profiles == 1 ? "" : "s")}, and the new rules do not have it; give its successor `@was(\"{s.Stage}\")`, or add `{s.Journey}.{s.Stage}` to `Forget` of the stream's options"))]);

    public static RuleSetException OtherProfiles(RuleSchema old, RuleSchema given) => new(
        $"the stream holds profiles `{old.ProfileName}` of `{old.RuleSet}` by {old.Key.Kind}, and the new rules are about `{given.ProfileName}` of `{given.RuleSet}` by {given.Key.Kind}; start with a checkpoint folder of their own");

    public static RuleSetException Of(CheckpointException refused)
    {
        string help = refused.Finding.Code == Rules.StageVanished.Code
            ? "give its successor `@was(…)`, or add it to `Forget` of the stream's options"
            : refused.Finding.Help ?? "";
        return new($"the stream cannot go on from its checkpoint: {refused.Finding.Source.Path}: {refused.Finding.Code}: {refused.Message}; {help}", refused);
    }
}
