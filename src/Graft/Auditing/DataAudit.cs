using Graft.Data;

namespace Graft;

/// <summary>
/// Looks for what training would learn and should not: wrong labels, copies, outliers, classes that cannot be told apart, and what gives a class away
/// beside its motif. Every image is judged by models that had not seen it. Nothing is changed. What differs between tasks is in the rows of
/// <see cref="TaskTable"/>.
/// </summary>
internal static class DataAudit
{
    /// <summary>Audits a data set.</summary>
    /// <exception cref="GraftException">Bad data, too few images, a task without an audit, or a network that is not at hand.</exception>
    public static AuditResult Run(AuditRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var row = TaskTable.Of(request.Task);
        if (row.Audit is not { } audit) throw new GraftException($"Data for {request.Task.Name()} cannot be audited.", row.NotAudited!);
        return audit(request, progress, cancellation);
    }

    /// <summary>The data set with the suggestions of a table taken.</summary>
    /// <exception cref="ProblemsException">A line says what cannot be done.</exception>
    public static AuditCorrection Correct(TaskKind task, string table, string data, ReaderOptions options)
    {
        var row = TaskTable.Of(task);
        if (row.Correct is not { } correct) throw new GraftException($"Data for {task.Name()} cannot be corrected by a table.", row.NotAudited!);
        return correct(table, data, options);
    }
}
