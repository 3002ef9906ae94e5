using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Tests.Differential;

/// <summary>
/// The constructs of the language, read off the types of the bound tree: every node, every value of an enum in a node, every flag set
/// and every optional part present. So a construct that is added to the tree without being generated is noticed.
/// </summary>
internal sealed class Constructs(BoundRuleSet rules)
{
    // Population is not evaluated yet, journeys have a comparison of their own; errors never reach an engine.
    private static readonly HashSet<Type> Left =
    [
        typeof(BoundError), typeof(BoundPopulation), typeof(BoundJourney), typeof(BoundJourneyRef), typeof(JourneyPart), typeof(PopulationKind),
        typeof(BoundTest), typeof(BoundTestStep), typeof(BoundEventStep), typeof(BoundSetStep), typeof(BoundExpectStep),
        typeof(BoundExpectActionStep), typeof(BoundRuleSet),
    ];

    // Flags that say how a node came about rather than what it does, and values that their node cannot have.
    private static readonly HashSet<string> Meaningless = ["ContainsKind.One", "ScalarKind.Bool"];

    private static readonly Dictionary<Type, Member[]> Members = [];

    private readonly Dictionary<object, HashSet<string>> definitions = [];

    /// <summary>All that can occur.</summary>
    public static ImmutableSortedSet<string> Universe { get; } = FindUniverse();

    /// <summary>What occurs in an expression, and in the definitions and computed fields that it refers to.</summary>
    public HashSet<string> In(object node)
    {
        HashSet<string> found = [];
        Collect(node, found);
        return found;
    }

    private static ImmutableSortedSet<string> FindUniverse()
    {
        ImmutableSortedSet<string>.Builder names = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (Type type in typeof(BoundExpression).Assembly.GetTypes().Where(IsNode))
        {
            names.Add(type.Name);
            foreach (Member member in Of(type))
            {
                names.UnionWith(member.Names(type));
            }
        }

        return names.ToImmutable().Except(Meaningless);
    }

    private static bool IsNode(Type type) =>
        type is { IsAbstract: false, Namespace: "SegLang.Binding" } && !Left.Contains(type) && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
        && (type.IsAssignableTo(typeof(BoundExpression)) || type.IsAssignableTo(typeof(BoundWindow)) || type.IsAssignableTo(typeof(BoundDefinition))
            || type.IsAssignableTo(typeof(BoundScoreLine)) || type.IsAssignableTo(typeof(PatternNode))
            || type == typeof(BoundStep) || type == typeof(BoundEdge) || type == typeof(BoundAmount) || type == typeof(BoundClassEntry));

    private static Member[] Of(Type type)
    {
        lock (Members)
        {
            if (!Members.TryGetValue(type, out Member[]? members))
            {
                NullabilityInfoContext context = new();
                members = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(p => p.Name is not ("Syntax" or "EqualityContract" or "Type" or "MayBeUnknown" or "Symbol") && p.GetIndexParameters().Length == 0)
                    .Select(p => new Member(p, context.Create(p).ReadState == NullabilityState.Nullable))];
                Members.Add(type, members);
            }

            return members;
        }
    }

    private void Collect(object? node, HashSet<string> found)
    {
        switch (node)
        {
            case null or string:
                return;
            case IEnumerable items:
                foreach (object? item in items)
                {
                    Collect(item, found);
                }

                return;
            case Pattern pattern:
                Collect(pattern.Root, found);
                return;
            case BoundQuery query:
                if (query.IsSequence)
                {
                    found.Add("sequence");
                }

                Collect(query.Steps, found);
                return;
            case TraitSymbol or SegmentSymbol or ClassSymbol or ScoreSymbol:
                found.UnionWith(Definition((Symbol)node));
                return;
            case FieldSymbol { IsComputed: true } computed:
                found.UnionWith(Computed(computed));
                return;
        }

        Type type = node.GetType();
        if (!IsNode(type))
        {
            return;
        }

        found.Add(type.Name);
        foreach (Member member in Of(type))
        {
            object? value = member.Property.GetValue(node);
            if (member.Name(type, value) is string name)
            {
                found.Add(name);
            }

            Collect(value, found);
        }
    }

    private HashSet<string> Definition(Symbol symbol) => Memoised(symbol, () => rules.Definition(symbol));

    private HashSet<string> Computed(FieldSymbol computed) => Memoised(computed, () => rules.ComputedFields[computed]);

    private HashSet<string> Memoised(object key, Func<object> node)
    {
        if (!definitions.TryGetValue(key, out HashSet<string>? found))
        {
            definitions[key] = found = [];
            Collect(node(), found);
        }

        return found;
    }

    /// <summary>A property of a node and the names that its values give rise to.</summary>
    private sealed record Member(PropertyInfo Property, bool IsNullable)
    {
        public IEnumerable<string> Names(Type owner)
        {
            Type type = Property.PropertyType;
            if (type.IsEnum && !Left.Contains(type))
            {
                return Enum.GetNames(type).Select(n => $"{type.Name}.{n}");
            }

            return type == typeof(bool) || IsNullable || Nullable.GetUnderlyingType(type) is not null ? [$"{owner.Name}.{Property.Name}"] : [];
        }

        public string? Name(Type owner, object? value) => value switch
        {
            Enum => $"{value.GetType().Name}.{value}",
            bool flag when Property.PropertyType == typeof(bool) => flag ? $"{owner.Name}.{Property.Name}" : null,
            not null when IsNullable || Nullable.GetUnderlyingType(Property.PropertyType) is not null => $"{owner.Name}.{Property.Name}",
            _ => null,
        };
    }
}
