namespace SegLang.Runtime;

/// <summary>What is done with the facts of one profile, whatever reads them.</summary>
internal interface IReaderUse
{
    /// <summary>Reads; the reader holds as long as the call.</summary>
    void Use<TReader>(in TReader reader)
        where TReader : struct, IFactReader;
}
