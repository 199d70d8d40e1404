using Graft.Cli;
using Graft.Tests;

namespace Graft.EndToEnd.Tests;

public sealed class HostListTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Hosts_are_read_in_either_form_and_written_in_the_launchers()
    {
        var hosts = Read("# two\nnode1 slots=4\nnode2:2\n\nnode3 # one rank\n");
        Assert.Equal([("node1", 4), ("node2", 2), ("node3", 1)], hosts.Hosts);
        Assert.Equal(7, hosts.Slots);
        Assert.Equal("node1 slots=4\nnode2 slots=2\nnode3 slots=1\n", File.ReadAllText(hosts.Write(_folder["open"], new MpiRun("mpirun", IsOpenMpi: true))));
        Assert.Equal("node1:4\nnode2:2\nnode3:1\n", File.ReadAllText(hosts.Write(_folder["mpich"], new MpiRun("mpirun", IsOpenMpi: false))));
    }

    [Theory]
    [InlineData("node1\nnode2 slots=many", "Line 2 of")]
    [InlineData("node1:0", "Line 1 of")]
    [InlineData("two words", "Line 1 of")]
    [InlineData("# nothing", "names no host")]
    public void What_is_no_host_is_refused_with_its_line(string text, string words) =>
        Assert.Contains(words, Assert.Throws<GraftException>(() => Read(text)).What);

    [Fact]
    public void The_ranks_are_given_the_words_of_this_program_and_the_hosts()
    {
        var open = new MpiRun("/usr/bin/mpirun", IsOpenMpi: true).Command(4, "hosts.txt", ["graft", "train", "photos"]);
        Assert.Equal(["graft", "train", "photos"], open.ArgumentList.TakeLast(3));
        Assert.Contains("--hostfile", open.ArgumentList);
        Assert.Equal("1", open.Environment["GRAFT_LAUNCHED"]);
        Assert.Contains("GRAFT_LAUNCHED", open.ArgumentList); // which OpenMPI hands on where it is told to
        var mpich = new MpiRun("/usr/bin/mpirun", IsOpenMpi: false).Command(2, null, ["graft"]);
        Assert.Equal(["-n", "2", "graft"], mpich.ArgumentList.TakeLast(3));
    }

    public void Dispose() => _folder.Dispose();

    private HostList Read(string text)
    {
        File.WriteAllText(_folder["hosts.txt"], text);
        return HostList.Read(_folder["hosts.txt"]);
    }
}
