using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>What a launcher of MPI says of the end of its ranks, and what is left of it.</summary>
public sealed class LauncherOutputTests
{
    private const string Line = "--------------------------------------------------------------------------";
    private const string Bar = "===================================================================================";

    private readonly StringWriter _output = new(), _error = new();
    private readonly LauncherOutput _said;

    public LauncherOutputTests() => _said = new LauncherOutput(new Terminal(_output, _error));

    [Fact]
    public void OpenMPI_names_the_rank_that_a_signal_ended()
    {
        Errors("all  1  0.7", Line, "Primary job  terminated normally, but 1 process returned",
            "a non-zero exit code. Per user-direction, the job has been aborted.", Line,
            Line, "mpirun noticed that process rank 1 with PID 0 on node node2 exited on signal 9 (Killed).", Line);
        _said.Finish(isSaid: true);
        Assert.Equal(new EndedRank(1, "node2", 9), _said.WhoEnded());
        Assert.StartsWith("Rank 1 on node2 was ended by signal 9: somebody killed it", $"{_said.WhoEnded()}");
        Assert.Equal("all  1  0.7", _error.ToString().Trim());
    }

    [Fact]
    public void MPICH_names_its_process_and_ranks_tell_theirs()
    {
        Errors("#graft rank 0 400 node0", "#graft rank 1 401 node1", "#graft run /runs/my photos");
        foreach (var line in new[] { Bar, "=   BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES", "=   PID 401 RUNNING AT node2", "=   EXIT CODE: 9", Bar,
            "YOUR APPLICATION TERMINATED WITH THE EXIT STRING: Killed (signal 9)", "This typically refers to a problem with your application.",
            "Please see the FAQ page for debugging suggestions" })
            _said.Take(line, isError: false);
        _said.Finish(isSaid: true);
        Assert.Equal(new EndedRank(1, "node2", 9), _said.WhoEnded());
        Assert.Equal("/runs/my photos", _said.Run);
        Assert.Equal("", _output.ToString() + _error);
    }

    [Fact]
    public void MPICH_gives_the_signal_of_a_rank_on_another_host_as_an_exit_code()
    {
        Errors("#graft rank 0 400 node0", "#graft rank 1 401 node1", Bar,
            "=   BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES",
            "=   PID 401 RUNNING AT 10.0.0.2", "=   EXIT CODE: 9", "=   CLEANING UP REMAINING PROCESSES", Bar,
            "[proxy:0:0@node1] HYD_pmcd_pmip_control_cmd_cb (pmip_cb.c:899): assert (!closed) failed",
            "[mpiexec@node1] main (mpiexec.c:325): process manager error waiting for completion");
        _said.Finish(isSaid: true);
        Assert.Equal(new EndedRank(1, "10.0.0.2", 9), _said.WhoEnded());
        Assert.Equal("", _output.ToString() + _error);
    }

    [Fact]
    public void A_rank_that_UCX_ends_is_not_the_one_that_was_killed()
    {
        Errors("#graft rank 0 8896 node0", "#graft rank 1 8897 node1",
            "[vm:8897 :0:9056]      cma_ep.c:81   process_vm_readv(pid=8896 {0x7ef3,27972}-->{0x7f96,27972}) returned -1: No such process",
            "==== backtrace (tid:   9056) ====", " 0  /lib/libucs.so.0(ucs_handle_error+0x2dc) [0x7ef3]", "=================================");
        foreach (var line in new[] { Bar, "=   BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES", "=   PID 8897 RUNNING AT vm", "=   EXIT CODE: 6", Bar,
            "YOUR APPLICATION TERMINATED WITH THE EXIT STRING: Aborted (signal 6)" })
            _said.Take(line, isError: false);
        _said.Finish(isSaid: true);
        Assert.Equal(new EndedRank(0, "vm", null), _said.WhoEnded());
        Assert.Equal("", _output.ToString() + _error);
    }

    [Fact]
    public void What_the_launcher_says_of_an_error_that_a_rank_has_said_is_left_out()
    {
        Errors("error: rank 1 of 2 on vm: 'a.jpg' cannot be read.", Line, "MPI_ABORT was invoked on rank 1 in communicator MPI_COMM_WORLD",
            "with errorcode 1.", Line,
            "[vm:123] 1 more process has sent help message help-mpi-api.txt / mpi-abort");
        Assert.True(_said.HasError);
        _said.Finish(isSaid: true);
        Assert.Equal("error: rank 1 of 2 on vm: 'a.jpg' cannot be read.", _error.ToString().Trim());
    }

    [Fact]
    public void It_is_shown_where_nobody_has_said_anything()
    {
        Errors(Line, "mpirun detected that one or more processes exited with non-zero status, thus causing",
            "the job to be terminated.", Line, Line, "unfinished");
        _said.Finish(isSaid: false);
        Assert.Contains("exited with non-zero status", _error.ToString());
        Assert.Contains("unfinished", _error.ToString());
    }

    [Fact]
    public void Everything_else_goes_on_at_once()
    {
        Errors(Line, "There are not enough slots available in the system", Line, "warning: #graft rank 1 5", "one image is small");
        _said.Take("{\"a\":", isError: false);
        Assert.Contains("not enough slots", _error.ToString());
        Assert.Contains("warning: one image is small", _error.ToString());
        Assert.Equal("{\"a\":", _output.ToString().Trim());
    }

    private void Errors(params string[] lines)
    {
        foreach (var line in lines) _said.Take(line, isError: true);
    }
}
