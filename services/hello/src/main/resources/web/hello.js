// Asks the API of this very service, through the host's gateway.
const greeting = document.querySelector('#greeting')
const problem = document.querySelector('#problem')

async function say(name) {
  const response = await fetch('/_atek/gateway?api=example.com/hello', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'say', params: [name] }),
  })
  if (!response.ok) throw new Error(`the host answered ${response.status}`)
  const { result, error } = await response.json()
  if (error) throw new Error(error.message)
  return result
}

document.querySelector('#ask').addEventListener('submit', async event => {
  event.preventDefault()
  problem.textContent = ''
  try {
    greeting.textContent = await say(new FormData(event.target).get('name'))
  } catch (e) {
    problem.textContent = `That did not work: ${e.message}.`
  }
})
