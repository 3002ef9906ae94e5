using System.Collections.Immutable;

namespace SegLang.LanguageServer.Protocol;

// What our own extension asks and is told beyond LSP; vscode-extension/README.md has the table.

/// <summary>`seglang/status`: state is `idle`, `checking`, `evaluating`, `error` or `untrusted`.</summary>
internal sealed record StatusParams(string State, string? Message = null, int? Segments = null, long? Profiles = null, string? Now = null);

/// <summary>`seglang/trust`</summary>
internal sealed record TrustParams(bool Trusted);

/// <summary>`seglang/tests`</summary>
internal sealed record TestsParams(string? Uri = null);

/// <summary>The tests of one file or of all.</summary>
internal sealed record TestsResult(ImmutableArray<TestItem> Items);

/// <summary>A test, with the range of its whole declaration.</summary>
internal sealed record TestItem(string Uri, string Name, Range Range);

/// <summary>`seglang/runTests`; without names all tests of the file.</summary>
internal sealed record RunTestsParams(string Uri, ImmutableArray<string>? Names = null, string? Engine = null);

/// <summary>How tests went, or why none could run.</summary>
internal sealed record RunTestsResult(ImmutableArray<TestOutcome> Results, string? Error = null);

/// <summary>How one test went: `passed` or `failed`; the range is that of its name.</summary>
internal sealed record TestOutcome(string Name, string Outcome, string Engine, long Millis, string? Message = null, Range? Range = null);

/// <summary>`seglang/journey`; without a name the first of the file.</summary>
internal sealed record JourneyParams(string Uri, string? Name = null);

/// <summary>A journey's picture. `id` of an item is the `data-id` of its group in the picture.</summary>
internal sealed record JourneyResult(string Name, string? Title, string Svg, ImmutableArray<JourneyItem> Items, ImmutableArray<string> Names);

/// <summary>Where a node or an arrow of the picture is written.</summary>
internal sealed record JourneyItem(string Id, string Uri, Range Range, long? Count = null);

/// <summary>`workspace/configuration`</summary>
internal sealed record ConfigurationParams(ImmutableArray<ConfigurationItem> Items);

/// <summary>A section of the settings.</summary>
internal sealed record ConfigurationItem(string Section);

/// <summary>The section `seglang`.</summary>
internal sealed record Preferences(MembershipPreferences? Membership = null, HintPreferences? InlayHints = null, LensPreferences? CodeLens = null);

/// <summary>Whether the sample is evaluated in the background.</summary>
internal sealed record MembershipPreferences(bool Enabled = true);

/// <summary>Which inlay hints are shown.</summary>
internal sealed record HintPreferences(bool Types = true, bool Windows = true, bool Members = true);

/// <summary>Whether code lenses are shown.</summary>
internal sealed record LensPreferences(bool Enabled = true);

/// <summary>`workspace/executeCommand`</summary>
internal sealed record ExecuteCommandParams(string Command, ImmutableArray<System.Text.Json.JsonElement>? Arguments = null, System.Text.Json.JsonElement? WorkDoneToken = null);
