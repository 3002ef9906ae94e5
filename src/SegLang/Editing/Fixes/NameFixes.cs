using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends names that mean nothing, or too much.</summary>
internal static class NameFixes
{
    public static Fix Meant { get; } = new("write the name that was meant", false, context =>
        context.Suggested is { } name ? FixContext.Offer($"Write `{name}`", context.Replace(NameSpan(context), SourceLayout.Name(name))) : []);

    public static Fix MeantText { get; } = new("write the name that was meant", false, context =>
        context.Suggested is { } name ? FixContext.Offer($"Write `{name}`", context.Replace(context.Span, SourceLayout.Quoted(name))) : []);

    public static Fix MeantAnnotation { get; } = new("write the annotation that was meant", false, context =>
        context.Suggested is { } name && context.Find<AnnotationSyntax>() is { } annotation
            ? FixContext.Offer($"Write `@{name}`", context.Replace(annotation.Name.Span, name))
            : []);

    public static Fix MeantFunction { get; } = new("write the function that was meant", false, context =>
        context.Suggested is { } name && context.TokenAt(context.Span.Start) is { } token
            ? FixContext.Offer($"Write `{name}`", context.Replace(token.Span, name))
            : []);

    public static Fix RemoveAnnotation { get; } = new("remove the annotation", false, context =>
        context.Find<AnnotationSyntax>() is { } annotation ? FixContext.Offer("Remove the annotation", context.Remove(annotation.Span)) : []);

    // segment Fans { … }  segment Fans { … }   =>   … segment Fans2 { … }
    public static Fix AnotherName { get; } = new("give the second one another name", false, context =>
    {
        string name = context.Named.FirstOrDefault() ?? "";
        string fresh = Fresh(context.Snapshot, name);
        return name.Length == 0 ? [] : FixContext.Offer($"Rename this one to `{fresh}`", context.Replace(context.Span, SourceLayout.Name(fresh)));
    });

    // enum date { … }   =>   enum Date { … }
    public static Fix NotBuiltIn { get; } = new("give it another name", false, context =>
    {
        string name = context.Named.FirstOrDefault() ?? "";
        string capital = name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..];
        string fresh = context.Snapshot.Symbols.Find(capital) is null ? capital : Fresh(context.Snapshot, capital);
        return name.Length == 0 ? [] : FixContext.Offer($"Rename it to `{fresh}`", context.Replace(context.Span, fresh));
    });

    public static Fix RemoveDeclaration { get; } = new("remove it", false, context =>
        context.Declaration is { } declaration
            ? FixContext.Offer($"Remove `{SourceLayout.Shorten(context.Slice(declaration.Name.Span))}`", new SourceEdit(context.Path, SourceLayout.WholeOf(context.Tree, declaration), ""))
            : []);

    public static Fix KnownStep { get; } = new("name an earlier step", false, context =>
        context.Find<QuerySyntax>() is { } query
            ? query.Steps.TakeWhile(s => s.Span.End < context.Span.Start).Select(s => s.Alias).OfType<Token>()
                .SelectMany(a => FixContext.Offer($"Write `{a.Text}`", context.Replace(context.Span, SourceLayout.Name(a.Text))))
            : []);

    public static Fix DeclareCurrency { get; } = new("say which currency", false, context =>
        context.Written == "money" ? CurrenciesOf(context).SelectMany(c => context.Instead($"money({c})")) : []);

    /// <summary>A name like this one that nothing bears.</summary>
    public static string Fresh(RuleSnapshot snapshot, string name)
    {
        int number = 2;
        while (snapshot.Symbols.Find(FormattableString.Invariant($"{name}{number}")) is not null)
        {
            number++;
        }

        return FormattableString.Invariant($"{name}{number}");
    }

    // The currencies that the rule set knows already, else the euro.
    private static ImmutableArray<string> CurrenciesOf(FixContext context)
    {
        SymbolTable symbols = context.Snapshot.Symbols;
        IEnumerable<FieldSymbol> fields = symbols.Events.SelectMany(e => e.Fields).Concat(symbols.Profile?.Fields ?? []);
        ImmutableArray<string> known = [.. fields.Select(f => f.Type).OfType<MoneyType>().Select(t => t.Currency).Distinct().Take(3)];
        return known.IsEmpty ? ["EUR"] : known;
    }

    // Of `Purchase.amout` the finding may be all or only the name behind the dot.
    private static TextSpan NameSpan(FixContext context) =>
        context.Find<MemberAccessSyntax>() is { } access && access.Span == context.Span ? access.Name.Span : context.Span;
}
