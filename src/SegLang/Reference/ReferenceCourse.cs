using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>One profile in one journey.</summary>
internal sealed class ReferenceCourse(BoundJourney definition)
{
    private readonly Dictionary<MemberSymbol, long> entered = new(ReferenceEqualityComparer.Instance);

    public BoundJourney Definition { get; } = definition;

    public JourneySymbol Journey => Definition.Journey;

    /// <summary>The stage; null while the journey has not started.</summary>
    public MemberSymbol? Stage { get; private set; }

    /// <summary>When the stage was entered.</summary>
    public long Since { get; private set; }

    /// <summary>When the journey started, the last time.</summary>
    public long Began { get; private set; }

    /// <summary>The stages entered on this occasion.</summary>
    public HashSet<MemberSymbol> EnteredNow { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The lines without a target that have acted in this stay.</summary>
    public HashSet<BoundLine> Acted { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The `when` lines whose condition was true at the end of the last occasion.</summary>
    public HashSet<BoundLine> WasTrue { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The instants at which `at` lines are due, as of the end of the last occasion.</summary>
    public Dictionary<BoundLine, long> Armed { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The `start … when` lines whose condition was not true at the end of some occasion since the final stage was entered.</summary>
    public HashSet<BoundStart> WasFalse { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether lines apply: in a stage that is not final.</summary>
    public bool IsUnderWay => Stage is { IsFinal: false };

    /// <summary>The lines that apply: the stage's, then those of `anywhere`; none in a final stage.</summary>
    public IEnumerable<BoundLine> Lines => Stage is { IsFinal: false } stage
        ? Definition.Stages.First(s => s.Stage == stage).Lines.Concat(Definition.Anywhere)
        : [];

    /// <summary>The lines that may still do something: those that have not acted.</summary>
    public IEnumerable<BoundLine> LiveLines => Lines.Where(l => !Acted.Contains(l));

    /// <summary>Enters a stage; a start also begins the journey.</summary>
    public ReferenceStay Enter(MemberSymbol stage, long now, bool isStart)
    {
        Began = isStart ? now : Began;
        Stage = stage;
        Since = now;
        entered[stage] = entered.GetValueOrDefault(stage) + 1;
        EnteredNow.Add(stage);
        Acted.Clear();
        WasTrue.Clear();
        Armed.Clear();
        WasFalse.Clear();
        return new(stage.Ordinal, now, entered[stage]);
    }
}
