namespace SegLang.Runtime;

/// <summary>Evaluates a program for one profile's state at one instant after the other. For one thread.</summary>
internal sealed class Evaluation
{
    private readonly RuleProgram program;
    private readonly RowEvaluator<StateReader> rows;
    private readonly EvaluationContext context;
    private readonly RowOutput output;
    private ProfileState? selected;
    private int version;
    private long now;
    private bool isReady;

    public Evaluation(RuleProgram program)
    {
        this.program = program;
        rows = program.Rows<StateReader>();
        context = program.At(0);
        output = new RowOutput(program.Outputs.Length);
    }

    /// <summary>The program.</summary>
    public RuleProgram Program => program;

    /// <summary>The instant.</summary>
    public long Now => now;

    /// <summary>The values that <see cref="All"/> gave.</summary>
    public RowOutput Output => output;

    /// <summary>The program's evaluator with the profile that was selected last.</summary>
    public RowEvaluator<StateReader> Rows
    {
        get
        {
            if (!isReady && selected is not null)
            {
                Prepare(selected);
            }

            return rows;
        }
    }

    /// <summary>
    /// Chooses the profile as it is now; to be called again whenever its state may have changed. What was evaluated is kept as long as it has not.
    /// </summary>
    public void Select(ProfileState profile, long instant)
    {
        if (!ReferenceEquals(selected, profile) || version != profile.Version || now != instant)
        {
            (selected, version, now, isReady) = (profile, profile.Version, instant, false);
        }
    }

    /// <summary>To be called when a journey has moved, which changes the state's version, and nothing else has changed.</summary>
    public void Moved(ProfileState profile)
    {
        bool isCurrent = ReferenceEquals(selected, profile) && version == profile.Version;
        profile.Version++;
        if (isCurrent)
        {
            version = profile.Version;
        }

        if (isCurrent && isReady)
        {
            rows.SelectStages();
        }
    }

    /// <summary>Whether a condition is true; −1 is no condition and holds.</summary>
    public bool IsTrue(int condition) => condition < 0 || (TryNumber(condition, out long bits) && bits != 0);

    /// <summary>A value that is held as a number.</summary>
    public bool TryNumber(int value, out long bits)
    {
        Rows.Evaluate(value, output);
        bits = output.Bits[value];
        return output.Known[value];
    }

    /// <summary>A value in the forms of <see cref="FactRow"/>; null is unknown.</summary>
    public object? Value(int value)
    {
        Rows.Evaluate(value, output);
        return Read(value);
    }

    /// <summary>Evaluates all named outputs into <see cref="Output"/>.</summary>
    public void All() => Rows.EvaluateAll(output);

    /// <summary>A value that was evaluated, in the forms of <see cref="FactRow"/>.</summary>
    public object? Read(int value)
    {
        FieldSchema schema = program.Outputs[value].Value;
        return !output.Known[value] ? null : schema.Storage switch
        {
            Storage.Text => output.Texts[value],
            Storage.Set => output.Sets[value],
            _ => FactRow.Box(schema, output.Bits[value]),
        };
    }

    // Only once something is asked: of many occasions only timers are.
    private void Prepare(ProfileState profile)
    {
        if (context.Now != now)
        {
            program.Move(context, now);
        }

        rows.Select(new StateReader(profile), context);
        isReady = true;
    }
}
