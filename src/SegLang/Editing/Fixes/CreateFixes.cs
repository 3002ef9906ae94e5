using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Declares what a name was used for before it existed, with the type that its use asks for.</summary>
internal static class CreateFixes
{
    public static Fix Field { get; } = new("add the field", false, context =>
    {
        if (context.Named is not [var ownerName, var name, ..]
            || context.Snapshot.Symbols.Find<SchemaSymbol>(ownerName) is not { Source: { } source } owner
            || context.Snapshot.Tree(source.Path) is not { } tree)
        {
            return [];
        }

        string optional = UseTypes.MayBeUnknown(context) ? "?" : "";
        string text = $"{SourceLayout.Name(name)}: {UseTypes.Of(context) ?? "text"}{optional}";
        TextSpan? last = owner.Syntax.Members.IsEmpty ? null : owner.Syntax.Members[^1].Span;
        return FixContext.Offer($"Add the field `{name}` to `{ownerName}`", SourceLayout.Append(tree, owner.Syntax, last, text, withComma: true));
    });

    public static Fix Segment { get; } = new("create the segment", false, context =>
    {
        string content = context.Snapshot.Symbols.Events is [var first, ..] ? $"any({SourceLayout.Name(first.Name)})" : "false";
        return context.Find<NameSyntax>() is { } use && use.Span == context.Span && UseTypes.Of(context) == "bool"
            ? Declare(context, use.Name.Text, $"segment {SourceLayout.Name(use.Name.Text)} {{ {content} }}", "segment")
            : [];
    });

    public static Fix Trait { get; } = new("create the trait", false, context =>
        context.Find<NameSyntax>() is { } use && use.Span == context.Span && UseTypes.Of(context) is not (null or "bool")
            ? Declare(context, use.Name.Text, $"trait {SourceLayout.Name(use.Name.Text)} = {UseTypes.Example(context)}", "trait")
            : []);

    public static Fix Param { get; } = new("create the param", false, context =>
        context.Find<NameSyntax>() is { } use && use.Span == context.Span && UseTypes.Of(context) is { } type and not "bool"
            ? Declare(context, use.Name.Text, $"param {SourceLayout.Name(use.Name.Text)}: {type} = {UseTypes.Example(context)}", "param")
            : []);

    public static Fix Event { get; } = new("create the event", false, context =>
        context.Named is [var name, ..] ? Declare(context, name, $"event {SourceLayout.Name(name)} {{ }}", "event") : []);

    public static Fix Enum { get; } = new("create the enum", false, context =>
        context.Named is [var name, ..] && context.TokenAt(context.Span.End).Kind != TokenKind.OpenParen
            ? Declare(context, name, $"enum {SourceLayout.Name(name)} {{ unspecified }}", "enum")
            : []);

    public static Fix EnumMember { get; } = new("add the member to the enum", false, context =>
        context.Named is [var owner, var name, ..]
        && context.Snapshot.Symbols.Find<EnumSymbol>(owner) is { Source: { } source } symbol
        && context.Snapshot.Tree(source.Path) is { } tree
        && tree.Root.Declarations.OfType<EnumSyntax>().FirstOrDefault(e => e.Name.Span == symbol.NameSpan) is { } declaration
            ? FixContext.Offer(
                $"Add `{name}` to `{owner}`",
                SourceLayout.Append(tree, declaration, declaration.Members is [.., var last] ? last.Span : null, SourceLayout.Name(name), withComma: true))
            : []);

    // do Email(template: "x"), where nothing is named Email   =>   action Email(template: text)
    public static Fix Action { get; } = new("create the action", false, context =>
    {
        string name = context.Named.FirstOrDefault() ?? "";
        ImmutableArray<FieldValueSyntax> arguments = context.Find<ActionCallSyntax>()?.Arguments ?? [];
        IEnumerable<string> parameters = arguments.Select(a => $"{SourceLayout.Name(a.Name.Text)}: {UseTypes.OfValue(context, a.Value) ?? "text"}");
        return Declare(context, name, $"action {SourceLayout.Name(name)}({string.Join(", ", parameters)})", "action");
    });

    // stage A { on Visit -> Nowhere }   =>   … final stage Nowhere
    public static Fix Stage { get; } = new("create the stage", false, context =>
        context.Find<JourneySyntax>() is { Parts: [.., var last] } journey && context.Named is [_, var name, ..] && journey.Parts.OfType<StageSyntax>().Any()
            ? FixContext.Offer($"Create the stage `{name}`", SourceLayout.Append(context.Tree, journey, last.Span, $"final stage {SourceLayout.Name(name)}", withComma: false))
            : []);

    // The number of a window that is neither a number nor a param   =>   an int param
    public static Fix CountParam { get; } = new("create an int param", false, context =>
    {
        Token count = context.TokenAt(context.Span.Start);
        bool isName = count.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier;
        bool isFree = isName && context.Snapshot.Symbols.Find(count.Text) is null && context.Snapshot.Symbols.Profile?.Find(count.Text) is null;
        string name = isFree ? count.Text : Free(context, context.TokenAt(count.Span.End).Text);
        return isName
            ? Declare(context, name, $"param {SourceLayout.Name(name)}: int = 30", "param", context.Replace(count.Span, SourceLayout.Name(name)))
            : [];
    });

    public static Fix Profile { get; } = new("declare a profile", false, context =>
    {
        string text = "profile Customer { id: text key }" + SourceLayout.Break(context.Tree);
        return FixContext.Offer("Declare `profile Customer`", context.Insert(0, text));
    });

    private static string Free(FixContext context, string name) =>
        context.Snapshot.Symbols.Find(name) is null && context.Snapshot.Symbols.Profile?.Find(name) is null ? name : NameFixes.Fresh(context.Snapshot, name);

    private static IEnumerable<FixProposal> Declare(FixContext context, string name, string text, string kind, params ReadOnlySpan<SourceEdit> also) =>
        context.Declaration is { } place && name.Length > 0 && context.Snapshot.Symbols.Find(name) is null
            ? FixContext.Offer($"Create the {kind} `{name}`", [SourceLayout.Before(context.Tree, place, text), .. also])
            : [];
}
