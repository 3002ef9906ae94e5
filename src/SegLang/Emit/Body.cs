using System.Text;
using SegLang.Plan;

namespace SegLang.Emit;

/// <summary>Where code runs, which decides what it computes itself and what it fetches.</summary>
internal enum Place
{
    /// <summary>When the program is configured: what depends on params.</summary>
    Program,

    /// <summary>When an evaluation begins: what depends on the instant.</summary>
    Instant,

    /// <summary>For one profile.</summary>
    Row,

    /// <summary>For one profile, with nothing kept in fields.</summary>
    Direct,
}

/// <summary>How the records that a variable ranges over are read; the texts are arguments of the reader's methods.</summary>
/// <param name="Size">The call that gives how many there are.</param>
/// <param name="Prefix">The start of a call that reads a part, such as `r.Item`.</param>
/// <param name="Arguments">The arguments before the item.</param>
/// <param name="Type">The event type, or −1 for the profile.</param>
/// <param name="Index">The event's index.</param>
/// <param name="Field">The field's ordinal.</param>
internal sealed record ListPlace(string Size, string Prefix, string Arguments, string Type, string Index, string Field);

/// <summary>A block of emitted code: the values that are locals in it, and the lists that its variables range over.</summary>
internal sealed class Body(StringBuilder text, Place place, int group, Body? outer)
{
    private readonly HashSet<int> locals = [];
    private readonly Dictionary<PlanVariable, (ListPlace List, string Item)> lists = [];

    public Place Place { get; } = place;

    /// <summary>The group of profile values that this is the code of.</summary>
    public int Group { get; } = group;

    public Body Inner() => new(text, Place, Group, this);

    public bool Has(PlanValue value) => locals.Contains(value.Id) || (outer?.Has(value) ?? false);

    public void Add(PlanValue value) => locals.Add(value.Id);

    public void Bind(PlanVariable variable, ListPlace list, string item) => lists[variable] = (list, item);

    public (ListPlace List, string Item) ListOf(PlanVariable variable) =>
        lists.TryGetValue(variable, out (ListPlace List, string Item) list)
            ? list
            : (outer ?? throw new InvalidOperationException("a record variable without its list")).ListOf(variable);

    public void Line(string line) => text.Append(line).Append('\n');
}
